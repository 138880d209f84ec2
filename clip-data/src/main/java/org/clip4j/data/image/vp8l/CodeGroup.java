package org.clip4j.data.image.vp8l;

import java.io.IOException;

/**
 * The five prefix codes of a part of a picture.
 *
 * @param green green, or that pixels are copied, or taken from the colour cache
 */
record CodeGroup(
    PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {
  static final int LITERALS = 256;
  static final int LENGTHS = 24;
  private static final int DISTANCES = 40;

  /**
   * Reads a group.
   *
   * @param cacheSize colours in the cache
   */
  static CodeGroup read(CodeReader in, int cacheSize) throws IOException {
    return new CodeGroup(
        in.read(LITERALS + LENGTHS + cacheSize),
        in.read(LITERALS),
        in.read(LITERALS),
        in.read(LITERALS),
        in.read(DISTANCES));
  }
}
