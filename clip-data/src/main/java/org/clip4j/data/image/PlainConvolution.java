package org.clip4j.data.image;

import java.util.Arrays;

/**
 * Separable convolution, written down plainly, for any number of bands; the twin that {@link
 * RgbConvolution} is held against.
 */
final class PlainConvolution {
  private static final int HALF = 1 << (Taps.FRACTION_BITS - 1);

  private PlainConvolution() {}

  /**
   * @param source what is read
   * @param box the part of it that becomes the whole result
   * @param columns which columns of the result are wanted
   * @param rows which rows
   * @return {@code rows.count() * columns.count() * bands} samples
   */
  static byte[] run(Plane source, Box box, Window columns, Window rows, ResizeFilter filter) {
    boolean across =
        !columns.isWhole(source.width()) || box.left() != 0 || box.right() != source.width();
    Taps down = Taps.of(filter, source.height(), box.top(), box.bottom(), rows);
    if (!across) {
      return down(source, down, 0);
    }
    // Only the rows that the second pass will read.
    int firstRow = down.first(0);
    int endRow = down.end(rows.count() - 1);
    Taps taps = Taps.of(filter, source.width(), box.left(), box.right(), columns);
    byte[] narrowed = across(source, taps, firstRow, endRow);
    if (rows.isWhole(source.height()) && box.top() == 0 && box.bottom() == source.height()) {
      return narrowed;
    }
    Plane between = Plane.whole(narrowed, columns.count(), endRow - firstRow, source.bands());
    return down(between, down, firstRow);
  }

  private static byte[] across(Plane source, Taps columns, int firstRow, int endRow) {
    int rowValues = Math.multiplyExact(columns.size(), source.bands());
    byte[] out = new byte[Math.multiplyExact(endRow - firstRow, rowValues)];
    for (int row = firstRow; row < endRow; row++) {
      int to = (row - firstRow) * rowValues;
      row(source.samples(), source.at(row), source.bands(), columns, out, to);
    }
    return out;
  }

  private static void row(byte[] samples, int start, int bands, Taps columns, byte[] out, int to) {
    int[] weights = columns.weights();
    int at = to;
    for (int x = 0; x < columns.size(); x++) {
      for (int band = 0; band < bands; band++) {
        int weight = columns.weightsAt(x);
        int sum = HALF;
        for (int column = columns.first(x); column < columns.end(x); column++) {
          sum += weights[weight++] * (samples[start + column * bands + band] & 0xff);
        }
        out[at++] = rounded(sum);
      }
    }
  }

  /**
   * @param firstRow which row of the source the plane begins with
   */
  private static byte[] down(Plane plane, Taps rows, int firstRow) {
    int rowValues = plane.width() * plane.bands();
    byte[] samples = plane.samples();
    byte[] out = new byte[Math.multiplyExact(rows.size(), rowValues)];
    int[] sums = new int[rowValues];
    for (int y = 0; y < rows.size(); y++) {
      Arrays.fill(sums, HALF);
      int weight = rows.weightsAt(y);
      for (int row = rows.first(y); row < rows.end(y); row++) {
        addRow(sums, samples, plane.at(row - firstRow), rows.weights()[weight++]);
      }
      for (int i = 0; i < rowValues; i++) {
        out[y * rowValues + i] = rounded(sums[i]);
      }
    }
    return out;
  }

  private static void addRow(int[] sums, byte[] samples, int at, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * (samples[at + i] & 0xff);
    }
  }

  private static byte rounded(int fixed) {
    return (byte) EightBit.clip(fixed >> Taps.FRACTION_BITS);
  }
}
