package org.clip4j.examples.pack;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Rows on their way to samples, many at once, given out in the order in which they came. Pictures
 * of servers are waited for by threads of their own, one a connection, host by host; reading files,
 * decoding and resizing is done by as many as asked for.
 */
final class RowPipeline implements AutoCloseable {

  private static final long POLL_MILLIS = 100;

  /** Rows that are begun and not yet written, for each thread. */
  private static final int A_THREAD = 4;

  /**
   * The same for each connection. Rows for a host that is slow, or away, wait among them, and those
   * of other hosts go on up to here. Rows that wait have no picture yet, but their captions.
   */
  private static final int A_CONNECTION = 8;

  private final RowReader reader;
  private final int window;
  private final ExecutorService computing;
  private final HostTurns waiting;
  private final HeldBytes held;
  private final Deque<Row> rows = new ArrayDeque<>();
  private Optional<Row> written = Optional.empty();

  /** What gives a row's picture and captions. */
  @FunctionalInterface
  private interface Loading {
    RowReader.Loaded loaded() throws BadRowException;
  }

  /** Work on a row that may show that it cannot be used. */
  @FunctionalInterface
  private interface Step {
    void run() throws BadRowException;
  }

  /** A row that is begun. */
  private record Row(
      long number, CaptionRow row, CompletableFuture<PackRow> done, HeldBytes.Share share) {

    void step(Step work) {
      try {
        work.run();
      } catch (BadRowException e) {
        share.settle(0);
        done.complete(PackRow.skipped(number, row, e));
      } catch (Throwable e) {
        done.completeExceptionally(e);
      }
    }
  }

  /**
   * @param held what the rows hold is taken from here
   */
  RowPipeline(RowReader reader, int threads, FetchLimits limits, HeldBytes held) {
    this.reader = reader;
    this.held = held;
    this.window = A_THREAD * threads + A_CONNECTION * limits.connections();
    this.computing = Executors.newFixedThreadPool(threads);
    this.waiting = new HostTurns(limits.connections(), limits.perHost());
  }

  /** Begins a row. */
  void add(long number, CaptionRow row) {
    Row begun = new Row(number, row, new CompletableFuture<>(), held.begin());
    rows.add(begun);
    String image = row.image().strip();
    if (PictureUrls.isUrl(image)) {
      waiting.execute(PictureUrls.host(image), () -> begun.step(() -> load(begun)));
    } else {
      compute(begun, () -> reader.load(row, begun.share()));
    }
  }

  /** Waits for a server; the work behind that is for other threads. */
  private void load(Row begun) throws BadRowException {
    RowReader.Loaded loaded = reader.load(begun.row(), begun.share());
    compute(begun, () -> loaded);
  }

  private void compute(Row begun, Loading loading) {
    begun
        .share()
        .whenRoom(this::execute, () -> begun.step(() -> complete(begun, loading.loaded())));
  }

  private void complete(Row begun, RowReader.Loaded loaded) throws BadRowException {
    CaptionRow row = begun.row();
    Map<String, byte[]> parts = reader.parts(row, loaded);
    PackRow packed = new PackRow(begun.number(), row.place(), row.image(), parts, Optional.empty());
    begun.share().settle(packed.bytes());
    begun.done().complete(packed);
  }

  private void execute(Runnable task) {
    try {
      computing.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: nobody asks for the row any more.
      return;
    }
  }

  /** Begins a row that is skipped already. */
  void add(PackRow skipped) {
    CompletableFuture<PackRow> done = CompletableFuture.completedFuture(skipped);
    CaptionRow row = CaptionRow.unread(skipped.place());
    rows.add(new Row(skipped.number(), row, done, held.begin()));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Whether the oldest row is to be taken out before another one begins. */
  boolean isFull() {
    return rows.size() >= window || (held.isFull() && !rows.isEmpty());
  }

  /**
   * The oldest row, once it is done. What it holds is free with the next call, when the row is
   * written.
   *
   * @param stop gives up waiting
   * @return nothing if it gave up
   */
  Optional<PackRow> take(BooleanSupplier stop) throws IOException {
    written.ifPresent(row -> row.share().close());
    Row oldest = rows.remove();
    written = Optional.of(oldest);
    while (!stop.getAsBoolean()) {
      try {
        return Optional.of(oldest.done().get(POLL_MILLIS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while pictures were read", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a picture could not be read: " + e.getCause(), e);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    waiting.close();
    computing.shutdownNow();
  }
}
