package org.clip4j.core.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DeterministicRandomTest {

  /** The first outputs of SplitMix64 for seed 1234567, as published with the algorithm. */
  @Test
  void isSplitMix64() {
    DeterministicRandom random = new DeterministicRandom(1234567);
    long[] expected = {
      6457827717110365317L,
      3203168211198807973L,
      Long.parseUnsignedLong("9817491932198370423"),
      4593380528125082431L,
      Long.parseUnsignedLong("16408922859458223821")
    };
    for (long e : expected) {
      assertEquals(e, random.nextLong());
    }
  }

  @Test
  void goesOnFromItsState() {
    DeterministicRandom random = DeterministicRandom.of(3, "a stream");
    random.nextGaussian();
    DeterministicRandom resumed = new DeterministicRandom(random.state());
    assertEquals(random.nextLong(), resumed.nextLong());
  }

  @Test
  void streamsOfOtherNamesAreUnrelated() {
    long first = DeterministicRandom.of(1, 2, 3).nextLong();
    assertNotEquals(first, DeterministicRandom.of(1, 3, 2).nextLong());
    assertNotEquals(first, DeterministicRandom.of(2, 2, 3).nextLong());
    assertNotEquals(first, DeterministicRandom.of(1, 2).nextLong());
    assertNotEquals(
        DeterministicRandom.of(1, "weight").nextLong(),
        DeterministicRandom.of(1, "bias").nextLong());
  }

  @Property(tries = 50)
  void staysWithinBounds(@ForAll long seed, @ForAll @IntRange(min = 1) int bound) {
    DeterministicRandom random = new DeterministicRandom(seed);
    for (int i = 0; i < 100; i++) {
      int value = random.nextInt(bound);
      assertTrue(value >= 0 && value < bound);
      double fraction = random.nextDouble();
      assertTrue(fraction >= 0 && fraction < 1);
      float small = random.nextFloat();
      assertTrue(small >= 0 && small < 1);
    }
  }

  @Test
  void refusesAnEmptyRange() {
    assertThrows(IllegalArgumentException.class, () -> new DeterministicRandom(1).nextInt(0));
  }

  @Test
  void gaussianHasItsMoments() {
    DeterministicRandom random = new DeterministicRandom(9);
    double sum = 0;
    double squares = 0;
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      sum += x;
      squares += x * x;
    }
    assertEquals(0, sum / n, 0.01);
    assertEquals(1, squares / n, 0.01);
  }

  @Test
  void shufflesAllOrdersAlike() {
    int[] counts = new int[6];
    DeterministicRandom random = new DeterministicRandom(4);
    for (int i = 0; i < 60_000; i++) {
      int[] values = {0, 1, 2};
      random.shuffle(values);
      counts[values[0] * 2 + (values[1] > values[2] ? 1 : 0)]++;
      Arrays.sort(values);
      assertArrayEquals(new int[] {0, 1, 2}, values);
    }
    for (int count : counts) {
      assertEquals(10_000, count, 500);
    }
  }
}
