package org.clip4j.train.eval;

import java.util.Locale;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.IntervalUtils;

/**
 * The 95% Wilson score interval of a fraction: where the true rate lies, judged by the trials seen.
 * Unlike the textbook interval it holds near 0 and 1, where weak models live.
 *
 * @param low from 0
 * @param high to 1
 */
public record WilsonInterval(double low, double high) {

  private static final double CONFIDENCE = 0.95;

  /** Checks that this is an interval within [0, 1]. */
  public WilsonInterval {
    if (!(low >= 0 && low <= high && high <= 1)) {
      throw new IllegalArgumentException("No interval within [0, 1]: " + low + " to " + high);
    }
  }

  /**
   * The interval of a fraction seen.
   *
   * @throws IllegalArgumentException if there are no trials, or more hits than trials
   */
  public static WilsonInterval of(int hits, int trials) {
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException("No rate: " + hits + " hits in " + trials + " trials");
    }
    ConfidenceInterval wilson = IntervalUtils.getWilsonScoreInterval(trials, hits, CONFIDENCE);
    // At no hits and at all hits the formula ends exactly at 0 and 1, but for rounding.
    return new WilsonInterval(
        hits == 0 ? 0 : wilson.getLowerBound(), hits == trials ? 1 : wilson.getUpperBound());
  }

  /** Whether the two share a value: if so, the trials do not tell the rates apart. */
  public boolean overlaps(WilsonInterval other) {
    return low <= other.high && other.low <= high;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f%% to %.2f%%", 100 * low, 100 * high);
  }
}
