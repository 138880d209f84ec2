package org.clip4j.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sees to it that engines calculate the same, so that only equal things are compared. */
final class Agreement {

  /** Largest difference, relative to the largest value of a result. */
  private static final double TOLERANCE = 1e-4;

  private Agreement() {}

  /**
   * Lets each engine calculate once; one alone agrees with itself.
   *
   * @throws IllegalStateException if two of them do not give the same
   */
  static void require(Subject subject, Set<Engine> engines, int threads) {
    if (engines.size() < 2) {
      return;
    }
    Map<Engine, List<float[]>> results = new EnumMap<>(Engine.class);
    for (Engine engine : engines) {
      try (Calculation calculation = engine.open(subject, threads)) {
        results.put(engine, calculation.results());
      }
    }
    Engine first = engines.iterator().next();
    results.forEach((engine, values) -> compare(first, results.get(first), engine, values));
  }

  static void compare(Engine first, List<float[]> expected, Engine engine, List<float[]> actual) {
    if (expected.size() != actual.size()) {
      throw differ(engine, actual.size() + " results", first, expected.size() + "");
    }
    for (int i = 0; i < expected.size(); i++) {
      float[] a = actual.get(i);
      float[] e = expected.get(i);
      if (a.length != e.length) {
        throw differ(engine, a.length + " values in result " + i, first, e.length + "");
      }
      double largest = 0;
      for (float value : e) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int k = 0; k < e.length; k++) {
        // Not "greater than", which is false of NaN.
        if (!(Math.abs((double) a[k] - e[k]) <= TOLERANCE * largest)) {
          throw differ(engine, a[k] + " at " + k + " of result " + i, first, e[k] + "");
        }
      }
    }
  }

  private static IllegalStateException differ(
      Engine engine, String what, Engine first, String expected) {
    return new IllegalStateException(
        engine + " gives " + what + ", but " + first + " " + expected + ": do not compare them");
  }
}
