package org.clip4j.data.image;

/**
 * Both passes over three bands at once, row by row: of the rows that the first pass made, only as
 * many are kept as the second reads for one row of the result, so that they stay in the cache.
 *
 * <p>The loops are those that the JIT compiles to vector instructions.
 */
final class RgbConvolution {
  private static final int HALF = 1 << (Taps.FRACTION_BITS - 1);

  private final RgbAcross across;
  private final Taps down;
  private final int endRow;

  /** Rows that the first pass made, each at its number modulo the length. */
  private final int[][] made;

  private final int[][] next = new int[RgbAcross.ROWS][];
  private int nextRow;

  private RgbConvolution(RgbAcross across, int width, Taps down) {
    this.across = across;
    this.down = down;
    this.nextRow = down.first(0);
    this.endRow = down.end(down.size() - 1);
    // More than the second pass reads, because several rows are made at once.
    this.made = new int[down.longest() + RgbAcross.ROWS][3 * width + RgbAcross.SPARE];
  }

  /** As {@link Convolution#run(Plane, Box, Window, Window, ResizeFilter, Convolution.Rows)}. */
  static void run(
      Plane source,
      Box box,
      Window columns,
      Window rows,
      ResizeFilter filter,
      Convolution.Rows taker) {
    Taps across = Taps.of(filter, source.width(), box.left(), box.right(), columns);
    Taps down = Taps.of(filter, source.height(), box.top(), box.bottom(), rows);
    new RgbConvolution(RgbAcross.of(source, across), across.size(), down).run(taker);
  }

  /** The same of a region of a library's picture, blue first, with the Vector API. */
  static void run(
      PackedPixels pixels,
      Region region,
      int width,
      int height,
      ResizeFilter filter,
      Convolution.Rows taker) {
    Taps across = Taps.of(filter, region.width(), 0, region.width(), Window.all(width));
    Taps down = Taps.of(filter, region.height(), 0, region.height(), Window.all(height));
    RgbAcross vectors = new VectorAcross(new PackedRows(pixels, region), across);
    new RgbConvolution(vectors, width, down).run(taker);
  }

  private void run(Convolution.Rows taker) {
    int[] levels = new int[made[0].length];
    for (int y = 0; y < down.size(); y++) {
      while (nextRow < down.end(y)) {
        makeRows();
      }
      sum(y, levels);
      round(levels);
      taker.take(y, levels);
    }
  }

  private void makeRows() {
    for (int i = 0; i < next.length; i++) {
      next[i] = made[(nextRow + i) % made.length];
    }
    across.run(nextRow, endRow, next);
    for (int[] row : next) {
      round(row);
    }
    nextRow += next.length;
  }

  /** Four rows at a time, so that the sums are read and written less often. */
  private void sum(int y, int[] sums) {
    int first = down.first(y);
    for (int row = first; row == first || row < down.end(y); row += 4) {
      int[] a = made[row % made.length];
      int[] b = made[(row + 1) % made.length];
      int[] c = made[(row + 2) % made.length];
      int[] d = made[(row + 3) % made.length];
      int wa = down.weight(y, row);
      int wb = down.weight(y, row + 1);
      int wc = down.weight(y, row + 2);
      int wd = down.weight(y, row + 3);
      if (row == first) {
        setRows(sums, a, b, c, d, wa, wb, wc, wd);
      } else {
        addRows(sums, a, b, c, d, wa, wb, wc, wd);
      }
    }
  }

  private static void setRows(
      int[] sums, int[] a, int[] b, int[] c, int[] d, int wa, int wb, int wc, int wd) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
    }
  }

  private static void addRows(
      int[] sums, int[] a, int[] b, int[] c, int[] d, int wa, int wb, int wc, int wd) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
    }
  }

  /** From fixed point to levels of 0 to 255. */
  private static void round(int[] fixed) {
    for (int i = 0; i < fixed.length; i++) {
      int level = (fixed[i] + HALF) >> Taps.FRACTION_BITS;
      level &= ~(level >> 31); // Not Math.max and Math.min, which keep the loop from vectors.
      int room = 255 - level;
      fixed[i] = 255 - (room & ~(room >> 31));
    }
  }
}
