package org.clip4j.train.verify;

import java.util.Optional;

/**
 * One value of a reference beside what this library made of it.
 *
 * @param name such as {@code tiny-gelu/grad.visual.proj}
 * @param kind what is looked at, and so the unit of the next two
 * @param maxError the largest difference; NaN where something is no number or nothing could be
 *     compared
 * @param allowed the largest difference that passes
 * @param share for pictures, how many values differ at all
 * @param note why nothing could be compared, or where the first difference lies; empty where there
 *     is nothing to say
 */
public record Check(
    String name, Kind kind, double maxError, double allowed, Optional<Share> share, String note) {

  /**
   * Of all values, those that differ.
   *
   * @param differing from 0 to 1
   * @param allowed the most that passes
   */
  public record Share(double differing, double allowed) {}

  static Check of(String name, Kind kind, double maxError, double allowed) {
    return new Check(name, kind, maxError, allowed, Optional.empty(), "");
  }

  static Check failed(String name, Kind kind, double allowed, String note) {
    return new Check(name, kind, Double.NaN, allowed, Optional.empty(), note);
  }

  /** Whether all is within what is allowed. */
  public boolean pass() {
    // False of NaN.
    return maxError <= allowed && share.map(s -> s.differing() <= s.allowed()).orElse(true);
  }
}
