package org.clip4j.examples.pack;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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

  /** Rows wait that are done, but not for more than a share of the memory. */
  private static final long MOST_HELD = Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 4);

  private final RowReader reader;
  private final int window;
  private final ExecutorService computing;
  private final HostTurns waiting;
  private final Deque<CompletableFuture<PackRow>> rows = new ArrayDeque<>();
  private final AtomicLong held = new AtomicLong();

  RowPipeline(RowReader reader, int threads, FetchLimits limits) {
    this.reader = reader;
    this.window = A_THREAD * threads + A_CONNECTION * limits.connections();
    this.computing = Executors.newFixedThreadPool(threads);
    this.waiting = new HostTurns(limits.connections(), limits.perHost());
  }

  /** Begins a row. */
  void add(long number, CaptionRow row) {
    String image = row.image().strip();
    boolean remote = PictureUrls.isUrl(image);
    CompletableFuture<PackRow> done = new CompletableFuture<>();
    rows.add(done);
    Runnable load =
        () ->
            step(
                done,
                number,
                row,
                () -> {
                  RowReader.Loaded loaded = reader.load(row);
                  held.addAndGet(loaded.picture().bytes().length);
                  if (remote) {
                    computing.execute(() -> compute(done, number, row, loaded));
                  } else {
                    compute(done, number, row, loaded);
                  }
                  return null;
                });
    if (remote) {
      waiting.execute(PictureUrls.host(image), load);
    } else {
      computing.execute(load);
    }
  }

  private void compute(
      CompletableFuture<PackRow> done, long number, CaptionRow row, RowReader.Loaded loaded) {
    step(
        done,
        number,
        row,
        () -> {
          try {
            Map<String, byte[]> parts = reader.parts(row, loaded);
            PackRow packed = new PackRow(number, row.place(), row.image(), parts, Optional.empty());
            held.addAndGet(packed.bytes());
            return done.complete(packed);
          } finally {
            held.addAndGet(-loaded.picture().bytes().length);
          }
        });
  }

  private static void step(
      CompletableFuture<PackRow> done, long number, CaptionRow row, Callable<Object> work) {
    try {
      work.call();
    } catch (BadRowException e) {
      done.complete(PackRow.skipped(number, row, e));
    } catch (Throwable e) {
      done.completeExceptionally(e);
    }
  }

  /** Begins a row that is skipped already. */
  void add(PackRow skipped) {
    rows.add(CompletableFuture.completedFuture(skipped));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Whether the oldest row is to be taken out before another one begins. */
  boolean isFull() {
    return rows.size() >= window || (held.get() > MOST_HELD && !rows.isEmpty());
  }

  /**
   * The oldest row, once it is done.
   *
   * @param stop gives up waiting
   * @return nothing if it gave up
   */
  Optional<PackRow> take(BooleanSupplier stop) throws IOException {
    CompletableFuture<PackRow> oldest = rows.remove();
    while (!stop.getAsBoolean()) {
      try {
        PackRow row = oldest.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        held.addAndGet(-row.bytes());
        return Optional.of(row);
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
