package org.clip4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonIntervalTest {

  /** Newcombe's (1998), Table I, method 3; the last is n / (n + z^2) by hand. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "29, 29, 0.8830, 1.0000",
  })
  void agreesWithPublishedValues(int hits, int trials, double low, double high) {
    WilsonInterval interval = WilsonInterval.of(hits, trials);
    assertEquals(low, interval.low(), 5e-5);
    assertEquals(high, interval.high(), 5e-5);
  }

  @Property
  void holdsTheFractionAndMirrors(
      @ForAll @IntRange(min = 1, max = 100_000) int trials,
      @ForAll @IntRange(max = 100_000) int drawn) {
    int hits = drawn % (trials + 1);
    WilsonInterval interval = WilsonInterval.of(hits, trials);
    double rate = (double) hits / trials;
    assertTrue(interval.low() <= rate + 1e-12 && rate <= interval.high() + 1e-12);
    WilsonInterval mirrored = WilsonInterval.of(trials - hits, trials);
    assertEquals(1 - interval.high(), mirrored.low(), 1e-9);
    // The ends solve (rate - p)^2 = z^2 p (1 - p) / n: the interval's definition.
    double z = 1.959963984540054;
    for (double p : new double[] {interval.low(), interval.high()}) {
      assertEquals((rate - p) * (rate - p), z * z * p * (1 - p) / trials, 1e-9);
    }
  }

  @Property
  void endsExactlyAtNoHitsAndAtAll(@ForAll @IntRange(min = 1, max = 100_000) int trials) {
    assertEquals(0.0, WilsonInterval.of(0, trials).low());
    assertEquals(1.0, WilsonInterval.of(trials, trials).high());
  }

  @Test
  void tellsOverlapAndRefusesNonsense() {
    assertTrue(WilsonInterval.of(10, 100).overlaps(WilsonInterval.of(15, 100)));
    assertFalse(WilsonInterval.of(100, 1000).overlaps(WilsonInterval.of(320, 1000)));
    assertFalse(WilsonInterval.of(320, 1000).overlaps(WilsonInterval.of(100, 1000)));
    assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of(0, 0));
    assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of(2, 1));
    assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of(-1, 1));
  }
}
