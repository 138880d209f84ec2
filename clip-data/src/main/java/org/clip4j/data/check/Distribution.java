package org.clip4j.data.check;

import org.HdrHistogram.Histogram;

/** Numbers from 0 on as a histogram: its memory does not grow with how many they are. */
final class Distribution {

  private static final int DIGITS = 3;

  // It widens to the largest value that comes.
  private final Histogram histogram = new Histogram(DIGITS);
  private long min = Long.MAX_VALUE;
  private long max = -1;

  void add(long value) {
    histogram.recordValue(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  void add(Distribution other) {
    histogram.add(other.histogram);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** Null where there are no numbers. */
  Spread spread() {
    if (max < 0) {
      return null;
    }
    // The histogram answers with the upper end of the values that it does not tell apart.
    long median = Math.min(max, Math.max(min, histogram.getValueAtPercentile(50)));
    return new Spread(min, median, max);
  }
}
