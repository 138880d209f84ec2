package org.clip4j.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Property(tries = 200)
  void againstTheSortedNumbers(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int count) {
    Random random = new Random(seed);
    long[] values = new long[count];
    Distribution first = new Distribution();
    Distribution second = new Distribution();
    for (int i = 0; i < count; i++) {
      values[i] = random.nextLong() >>> 1 >>> random.nextInt(63);
      (random.nextBoolean() ? first : second).add(values[i]);
    }
    first.add(second);
    Arrays.sort(values);
    Spread spread = first.spread();
    assertEquals(values[0], spread.min());
    assertEquals(values[count - 1], spread.max());
    long median = values[(count - 1) / 2];
    assertEquals(median, spread.median(), median < 2048 ? 0 : 1e-3 * median);
  }

  @Test
  void ofNothing() {
    assertNull(new Distribution().spread());
  }
}
