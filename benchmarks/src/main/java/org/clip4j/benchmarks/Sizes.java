package org.clip4j.benchmarks;

import java.util.Arrays;

/** Sizes as benchmarks write them in a parameter: {@code 800x768}. */
final class Sizes {

  private Sizes() {}

  /**
   * The numbers of a parameter.
   *
   * @throws IllegalArgumentException if they are not positive, or not that many
   */
  static int[] of(String text, int count) {
    try {
      int[] sizes = Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      if (sizes.length == count && Arrays.stream(sizes).allMatch(size -> size > 0)) {
        return sizes;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "\"" + text + "\": expected " + count + " positive numbers with an x between them");
  }
}
