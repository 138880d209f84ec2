package org.clip4j.data.loader;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for samples to be counted: says now and then how far that is, and ends the wait where
 * nothing comes any more.
 */
final class CountWatch {

  private static final Logger LOG = LoggerFactory.getLogger(CountWatch.class);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Supplier<String> state;
  private final StallWatch watch;
  private long saidAt = System.nanoTime();

  /**
   * Watches a count.
   *
   * @param tolerance says how long is waited for a sample
   * @param read how many samples have been read so far
   * @param where what is read, in words
   */
  CountWatch(Tolerance tolerance, LongSupplier read, Supplier<String> where) {
    this.state = () -> where.get() + ", " + read.getAsLong() + " samples read";
    this.watch = new StallWatch(tolerance.stallSeconds(), where, read, this::say);
  }

  private void say() {
    if (System.nanoTime() - saidAt > LOG_NANOS) {
      saidAt = System.nanoTime();
      LOG.info("Counting the pairs in the shards: {}", state.get());
    }
  }

  /**
   * Waits for a count.
   *
   * @throws LoaderException if no sample came for too long
   * @throws IOException what ended the count, or that it was interrupted
   */
  <T> T await(Future<T> count) throws IOException {
    try {
      return watch.await(count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while counting the pairs in the shards");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
