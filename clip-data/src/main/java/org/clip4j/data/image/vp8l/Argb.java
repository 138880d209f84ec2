package org.clip4j.data.image.vp8l;

/** Arithmetic on the four bytes of a pixel, each by itself. */
final class Argb {
  static final int BLACK = 0xff000000;

  private static final int ALPHA_GREEN = 0xff00ff00;
  private static final int RED_BLUE = 0x00ff00ff;

  private Argb() {}

  /** Sums, cut to eight bits. */
  static int add(int a, int b) {
    int alphaGreen = (a & ALPHA_GREEN) + (b & ALPHA_GREEN);
    int redBlue = (a & RED_BLUE) + (b & RED_BLUE);
    return alphaGreen & ALPHA_GREEN | redBlue & RED_BLUE;
  }

  /** Means, rounded down. */
  static int mean(int a, int b) {
    return ((a ^ b) >>> 1 & 0x7f7f7f7f) + (a & b);
  }
}
