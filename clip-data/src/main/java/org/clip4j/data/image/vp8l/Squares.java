package org.clip4j.data.image.vp8l;

/** Pictures divided into squares whose edge is a power of two. */
final class Squares {
  private Squares() {}

  /** How many squares of {@code 1 << bits} pixels cover a length. */
  static int count(int length, int bits) {
    return (length + (1 << bits) - 1) >> bits;
  }
}
