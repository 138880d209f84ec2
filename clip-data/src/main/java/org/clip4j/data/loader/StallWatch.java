package org.clip4j.data.loader;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Waits for usable pairs, but not for ever, and no longer once nobody wants them. A single wait
 * counts for what was waited at most, whatever the clock says: a process that was suspended has not
 * waited. For one thread, but for {@link #stop}.
 */
final class StallWatch {

  private static final long SLICE_MILLIS = 250;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int seconds;
  private final Supplier<String> where;
  private final LongSupplier progress;
  private final Runnable meanwhile;
  private long seen;
  private long waitedNanos;
  private volatile boolean stopped;

  /**
   * @param seconds after which waiting ends
   * @param where what is waited for, in words
   * @param progress a number that changes as long as what is waited for comes nearer, which begins
   *     the wait anew
   * @param meanwhile called again and again while this waits; what it throws ends the wait
   */
  StallWatch(int seconds, Supplier<String> where, LongSupplier progress, Runnable meanwhile) {
    this.seconds = seconds;
    this.where = where;
    this.progress = progress;
    this.meanwhile = meanwhile;
  }

  /** Something that may be there within a time; null if it is not. */
  @FunctionalInterface
  interface Poll<T, E extends Exception> {
    /** Waits so long at most. */
    T poll(long millis) throws E, InterruptedException;
  }

  /**
   * Waits.
   *
   * @throws LoaderException if it took too long, or nobody wants it any more
   * @throws RuntimeException what {@code meanwhile} throws
   */
  <T, E extends Exception> T await(Poll<T, E> what) throws E, InterruptedException {
    T got = what.poll(0);
    while (got == null) {
      if (stopped) {
        throw new LoaderException("asked to stop while waiting for data, at " + where.get());
      }
      if (waitedNanos >= 1_000 * NANOS_PER_MILLI * seconds) {
        throw new LoaderException(
            "no usable pair for "
                + seconds
                + " s (data.stall_seconds), waiting at "
                + where.get()
                + "; look whether its source answers, or allow more time");
      }
      lookForProgress();
      meanwhile.run();
      long begun = System.nanoTime();
      got = what.poll(SLICE_MILLIS);
      waitedNanos += Math.min(System.nanoTime() - begun, SLICE_MILLIS * NANOS_PER_MILLI);
    }
    return got;
  }

  /**
   * Waits for a result.
   *
   * @throws LoaderException as {@link #await(Poll)}
   */
  <T> T await(Future<T> result) throws ExecutionException, InterruptedException {
    Poll<T, ExecutionException> poll =
        millis -> {
          try {
            return result.get(millis, TimeUnit.MILLISECONDS);
          } catch (TimeoutException e) {
            return null;
          }
        };
    return await(poll);
  }

  private void lookForProgress() {
    long now = progress.getAsLong();
    if (now != seen) {
      seen = now;
      rewarded();
    }
  }

  /** A usable pair has come. */
  void rewarded() {
    waitedNanos = 0;
  }

  /** Ends a wait that goes on, and those to come; called from any thread. */
  void stop() {
    stopped = true;
  }
}
