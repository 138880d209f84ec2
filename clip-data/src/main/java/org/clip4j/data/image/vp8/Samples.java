package org.clip4j.data.image.vp8;

import java.util.Arrays;

/**
 * Luminance or one chroma of a frame, with the border that RFC 6386 predicts its first row and
 * column from: 127 above, 129 to the left.
 */
final class Samples {
  private static final byte ABOVE = 127;
  private static final byte LEFT = (byte) 129;

  /** Subblocks look four pixels past the right edge of their macroblock. */
  private static final int RIGHT_OF_EDGE = 4;

  final byte[] data;
  final int stride;

  /**
   * @param width a whole number of macroblocks
   * @param height likewise
   */
  Samples(int width, int height) {
    stride = 1 + width + RIGHT_OF_EDGE;
    data = new byte[Math.multiplyExact(stride, height + 1)];
    Arrays.fill(data, 0, stride, ABOVE);
    for (int y = 0; y < height; y++) {
      data[at(0, y) - 1] = LEFT;
    }
  }

  /** Where a pixel is. */
  int at(int x, int y) {
    return (y + 1) * stride + 1 + x;
  }

  /** The nearest value from 0 to 255. */
  static int clip(int value) {
    return value < 0 ? 0 : Math.min(value, 255);
  }
}
