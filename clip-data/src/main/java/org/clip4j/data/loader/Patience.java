package org.clip4j.data.loader;

import java.util.function.Supplier;

/**
 * Waits for usable pairs, but not for ever. What is counted are short waits, not the clock: a
 * process that was suspended has not waited. For one thread.
 */
final class Patience {

  private static final long SLICE_MILLIS = 250;

  private final int seconds;
  private final Supplier<String> where;
  private long waitedMillis;

  /**
   * @param seconds after which waiting ends
   * @param where what is waited for, in words
   */
  Patience(int seconds, Supplier<String> where) {
    this.seconds = seconds;
    this.where = where;
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
   * @throws LoaderException if it took too long
   */
  <T, E extends Exception> T await(Poll<T, E> what) throws E, InterruptedException {
    T got = what.poll(0);
    while (got == null) {
      if (waitedMillis >= seconds * 1000L) {
        throw new LoaderException(
            "no usable pair for "
                + seconds
                + " s (data.stall_seconds), waiting at "
                + where.get()
                + "; look whether its source answers, or allow more time");
      }
      got = what.poll(SLICE_MILLIS);
      waitedMillis += got == null ? SLICE_MILLIS : 0;
    }
    return got;
  }

  /** A usable pair has come. */
  void rewarded() {
    waitedMillis = 0;
  }
}
