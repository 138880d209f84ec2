package org.clip4j.data.image;

/** Arithmetic on values from 0 to 255 that stand for fractions from 0 to 1. */
final class EightBit {
  private EightBit() {}

  /** The value nearest to {@code a * b / 255}, for both from 0 to 255, by two shifts. */
  static int product(int a, int b) {
    int wide = a * b + 128;
    return (wide + (wide >> 8)) >> 8;
  }

  /** The nearest value from 0 to 255. */
  static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }

  /**
   * The array itself, if it has room for a square of three bands and no more.
   *
   * @throws IllegalArgumentException if its length is another
   */
  static byte[] checked(byte[] levels, int size) {
    if (levels.length != 3 * size * size) {
      throw new IllegalArgumentException(
          "a square of "
              + size
              + " pixels has "
              + 3 * size * size
              + " levels, not "
              + levels.length);
    }
    return levels;
  }
}
