package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream whose reads end in an exception when nothing comes for too
 * long; the client's own stream waits for ever.
 */
final class TimedBody extends BlockStream implements BodySubscriber<InputStream> {

  /** How many pieces, of some 16 KiB, may wait to be read. */
  private static final int AHEAD = 8;

  private static final Piece END = new Piece(List.of(), null);

  private final Duration stall;
  private final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final ArrayDeque<ByteBuffer> current = new ArrayDeque<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private Piece last;

  /** What came at once, or what ended the body; neither at its end. */
  private record Piece(List<ByteBuffer> bytes, Throwable failure) {}

  TimedBody(Duration stall) {
    this.stall = stall;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription to) {
    if (subscription.complete(to)) {
      to.request(AHEAD);
    } else {
      to.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    pieces.add(new Piece(bytes, null));
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(new Piece(List.of(), failure));
  }

  @Override
  public void onComplete() {
    pieces.add(END);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    while (current.isEmpty()) {
      if (last != null) {
        return endOf(last);
      }
      take();
    }
    ByteBuffer from = current.element();
    int count = Math.min(length, from.remaining());
    from.get(buffer, offset, count);
    dropEmpty();
    return count;
  }

  private static int endOf(Piece last) throws IOException {
    if (last.failure() != null) {
      throw new IOException(
          "the connection was lost: " + last.failure().getMessage(), last.failure());
    }
    return -1;
  }

  private void take() throws IOException {
    Piece next;
    try {
      next = pieces.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the server");
    }
    if (next == null) {
      close();
      throw new HttpTimeoutException("the server sent nothing for " + stall.toSeconds() + " s");
    }
    if (next.failure() != null || next == END) {
      last = next;
      return;
    }
    current.addAll(next.bytes());
    dropEmpty();
    subscription.join().request(1);
  }

  private void dropEmpty() {
    while (!current.isEmpty() && !current.element().hasRemaining()) {
      current.remove();
    }
  }

  /** Gives the connection up, unless all has come already. */
  @Override
  public void close() {
    subscription.thenAccept(Subscription::cancel);
    current.clear();
    last = new Piece(List.of(), new IOException("closed"));
  }
}
