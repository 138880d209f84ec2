package org.clip4j.data.webdataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShuffleBufferTest {

  private static List<Integer> shuffle(int elements, int size, long seed) {
    ShuffleBuffer<Integer> buffer = new ShuffleBuffer<>(size, new SplittableRandom(seed));
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      buffer.add(i).ifPresent(out::add);
    }
    for (Optional<Integer> rest = buffer.drain(); rest.isPresent(); rest = buffer.drain()) {
      out.add(rest.get());
    }
    return out;
  }

  @Property(tries = 200)
  void isAPermutationThatLooksAheadNoFurtherThanItsSize(
      @ForAll @IntRange(min = 0, max = 200) int elements,
      @ForAll @IntRange(min = 0, max = 60) int size,
      @ForAll long seed) {
    List<Integer> out = shuffle(elements, size, seed);
    assertEquals(IntStream.range(0, elements).boxed().toList(), out.stream().sorted().toList());
    for (int place = 0; place < elements; place++) {
      assertTrue(out.get(place) <= place + size, "element " + out.get(place) + " at " + place);
    }
    assertEquals(out, shuffle(elements, size, seed), "same seed, same order");
  }

  @Test
  void sizesBelowTwoKeepTheOrder() {
    assertEquals(List.of(0, 1, 2), shuffle(3, 0, 1));
    assertEquals(List.of(0, 1, 2), shuffle(3, 1, 1));
  }

  @Test
  void seedsDiffer() {
    assertNotEquals(shuffle(100, 50, 1), shuffle(100, 50, 2));
  }

  /**
   * With room for all, every element comes first equally often: 3000 of 24000, within five standard
   * deviations.
   */
  @Test
  void isFairWhenAllFit() {
    int[] first = new int[8];
    for (int seed = 0; seed < 24_000; seed++) {
      first[shuffle(8, 8, seed * 0x9E3779B97F4A7C15L).get(0)]++;
    }
    for (int count : first) {
      assertEquals(3000, count, 5 * Math.sqrt(3000 * 7 / 8.0));
    }
  }
}
