package org.clip4j.data.image.vp8;

import java.util.Arrays;

/** RFC 6386, section 12.2: predicts a whole macroblock, luminance or one chroma. */
final class SquarePrediction {
  private SquarePrediction() {}

  /**
   * @param column column of the macroblock
   * @param row row of the macroblock
   * @param edge 16 for luminance, 8 for chroma
   */
  static void predict(PredictionMode mode, Samples samples, int column, int row, int edge) {
    byte[] data = samples.data;
    int stride = samples.stride;
    int at = samples.at(column * edge, row * edge);
    switch (mode) {
      case MEAN -> fill(samples, at, edge, mean(samples, at, edge, row > 0, column > 0));
      case VERTICAL -> {
        for (int y = 0; y < edge; y++) {
          System.arraycopy(data, at - stride, data, at + y * stride, edge);
        }
      }
      case HORIZONTAL -> {
        for (int y = 0; y < edge; y++) {
          int from = at + y * stride;
          Arrays.fill(data, from, from + edge, data[from - 1]);
        }
      }
      case TRUE_MOTION -> trueMotion(samples, at, edge);
    }
  }

  /** The mean of the neighbours that are inside the frame. */
  private static int mean(Samples samples, int at, int edge, boolean above, boolean left) {
    int sum = 0;
    for (int i = 0; above && i < edge; i++) {
      sum += samples.data[at - samples.stride + i] & 0xff;
    }
    for (int i = 0; left && i < edge; i++) {
      sum += samples.data[at + i * samples.stride - 1] & 0xff;
    }
    int count = (above ? edge : 0) + (left ? edge : 0);
    return count == 0 ? 128 : (sum + count / 2) / count;
  }

  private static void fill(Samples samples, int at, int edge, int value) {
    for (int y = 0; y < edge; y++) {
      int from = at + y * samples.stride;
      Arrays.fill(samples.data, from, from + edge, (byte) value);
    }
  }

  /** Of a square of any size. */
  static void trueMotion(Samples samples, int at, int edge) {
    byte[] data = samples.data;
    int above = at - samples.stride;
    int corner = data[above - 1] & 0xff;
    for (int y = 0; y < edge; y++) {
      int row = at + y * samples.stride;
      int change = (data[row - 1] & 0xff) - corner;
      for (int x = 0; x < edge; x++) {
        data[row + x] = (byte) Samples.clip((data[above + x] & 0xff) + change);
      }
    }
  }
}
