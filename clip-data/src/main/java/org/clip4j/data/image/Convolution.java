package org.clip4j.data.image;

import java.nio.ByteOrder;

/**
 * Separable convolution in fixed point: across the rows first, then down the columns, rounded and
 * clipped to 8 bits after each pass. The order and the rounding are those of Pillow's {@code
 * Resample.c}; a pass that would change nothing is left out, as there.
 */
final class Convolution {
  private Convolution() {}

  /** Takes the rows of a result of three bands, from the top. */
  @FunctionalInterface
  interface Rows {
    /**
     * @param y which row
     * @param levels its levels of 0 to 255, bands interleaved; not to be kept
     */
    void take(int y, int[] levels);
  }

  /**
   * @param source what is read
   * @param box the part of it that becomes the whole result
   * @param columns which columns of the result are wanted
   * @param rows which rows
   * @return {@code rows.count() * columns.count() * bands} samples
   */
  static byte[] run(Plane source, Box box, Window columns, Window rows, ResizeFilter filter) {
    if (!isFast(source, box, columns, rows)) {
      return PlainConvolution.run(source, box, columns, rows, filter);
    }
    int width = columns.count();
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(rows.count(), width), 3)];
    RgbConvolution.run(
        source,
        box,
        columns,
        rows,
        filter,
        (y, levels) -> {
          int at = 3 * y * width;
          for (int i = 0; i < 3 * width; i++) {
            out[at + i] = (byte) levels[i];
          }
        });
    return out;
  }

  /** The same of three bands, row by row. */
  static void run(
      Plane source, Box box, Window columns, Window rows, ResizeFilter filter, Rows taker) {
    if (isFast(source, box, columns, rows)) {
      RgbConvolution.run(source, box, columns, rows, filter, taker);
      return;
    }
    byte[] samples = PlainConvolution.run(source, box, columns, rows, filter);
    int[] levels = new int[3 * columns.count()];
    for (int y = 0; y < rows.count(); y++) {
      for (int i = 0; i < levels.length; i++) {
        levels[i] = samples[y * levels.length + i] & 0xff;
      }
      taker.take(y, levels);
    }
  }

  /** Whether a library's picture can be resized out of its memory. */
  static boolean isPackedFast(Region region, int width, int height) {
    return Simd.IS_THERE
        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        && region.width() <= VectorAcross.MOST_COLUMNS
        && region.width() != width
        && region.height() != height;
  }

  private static boolean isFast(Plane source, Box box, Window columns, Window rows) {
    return source.bands() == 3
        && changes(columns, source.width(), box.left(), box.right())
        && changes(rows, source.height(), box.top(), box.bottom());
  }

  /** Whether there is anything to do along an axis. */
  static boolean changes(Window window, int size, float from, float to) {
    return !window.isWhole(size) || from != 0 || to != size;
  }
}
