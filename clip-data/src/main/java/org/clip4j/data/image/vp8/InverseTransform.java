package org.clip4j.data.image.vp8;

/** RFC 6386, section 14: from coefficients to differences from the prediction. */
final class InverseTransform {
  private InverseTransform() {}

  /**
   * The Walsh-Hadamard transform of a macroblock's sixteen means.
   *
   * @param in 16 coefficients
   * @param out receives each mean as the first of 16 coefficients of its block
   */
  static void means(short[] in, short[] out) {
    int[] columns = new int[16];
    for (int i = 0; i < 4; i++) {
      int a0 = in[i] + in[12 + i];
      int a1 = in[4 + i] + in[8 + i];
      int a2 = in[4 + i] - in[8 + i];
      int a3 = in[i] - in[12 + i];
      columns[i] = a0 + a1;
      columns[8 + i] = a0 - a1;
      columns[4 + i] = a3 + a2;
      columns[12 + i] = a3 - a2;
    }
    for (int i = 0; i < 4; i++) {
      int first = columns[4 * i] + 3;
      int a0 = first + columns[4 * i + 3];
      int a1 = columns[4 * i + 1] + columns[4 * i + 2];
      int a2 = columns[4 * i + 1] - columns[4 * i + 2];
      int a3 = first - columns[4 * i + 3];
      out[64 * i] = (short) ((a0 + a1) >> 3);
      out[64 * i + 16] = (short) ((a3 + a2) >> 3);
      out[64 * i + 32] = (short) ((a0 - a1) >> 3);
      out[64 * i + 48] = (short) ((a3 - a2) >> 3);
    }
  }

  /** Adds a block's differences to its 4x4 predicted pixels. */
  static void add(short[] in, int at, byte[] pixels, int pixel, int stride, int[] scratch) {
    for (int i = 0; i < 4; i++) {
      int even = in[at + i] + in[at + 8 + i];
      int odd = in[at + i] - in[at + 8 + i];
      int c = bySine(in[at + 4 + i]) - byCosine(in[at + 12 + i]);
      int d = byCosine(in[at + 4 + i]) + bySine(in[at + 12 + i]);
      scratch[i] = even + d;
      scratch[4 + i] = odd + c;
      scratch[8 + i] = odd - c;
      scratch[12 + i] = even - d;
    }
    for (int i = 0; i < 4; i++) {
      int row = pixel + i * stride;
      int first = scratch[4 * i] + 4;
      int even = first + scratch[4 * i + 2];
      int odd = first - scratch[4 * i + 2];
      int c = bySine(scratch[4 * i + 1]) - byCosine(scratch[4 * i + 3]);
      int d = byCosine(scratch[4 * i + 1]) + bySine(scratch[4 * i + 3]);
      addTo(pixels, row, (even + d) >> 3);
      addTo(pixels, row + 1, (odd + c) >> 3);
      addTo(pixels, row + 2, (odd - c) >> 3);
      addTo(pixels, row + 3, (even - d) >> 3);
    }
  }

  /** The same of a block that has no coefficient but its first. */
  static void addFirst(int first, byte[] pixels, int pixel, int stride) {
    int difference = (first + 4) >> 3;
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        addTo(pixels, pixel + y * stride + x, difference);
      }
    }
  }

  private static void addTo(byte[] pixels, int at, int difference) {
    pixels[at] = (byte) Samples.clip((pixels[at] & 0xff) + difference);
  }

  /** By sqrt(2) times the sine of pi / 8. */
  private static int bySine(int value) {
    return value * 35468 >> 16;
  }

  /** By sqrt(2) times the cosine of pi / 8. */
  private static int byCosine(int value) {
    return value + (value * 20091 >> 16);
  }
}
