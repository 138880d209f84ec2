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

  private RgbConvolution(Plane source, Taps across, Taps down) {
    this.across = RgbAcross.of(source, across);
    this.down = down;
    this.nextRow = down.first(0);
    this.endRow = down.end(down.size() - 1);
    // More than the second pass reads, because several rows are made at once.
    this.made = new int[down.longest() + RgbAcross.ROWS][3 * across.size() + RgbAcross.SPARE];
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
    new RgbConvolution(source, across, down).run(taker);
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

  private void sum(int y, int[] sums) {
    int weight = down.weightsAt(y);
    setRow(sums, made[down.first(y) % made.length], down.weights()[weight]);
    for (int row = down.first(y) + 1; row < down.end(y); row++) {
      addRow(sums, made[row % made.length], down.weights()[++weight]);
    }
  }

  private static void setRow(int[] sums, int[] row, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = weight * row[i];
    }
  }

  private static void addRow(int[] sums, int[] row, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
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
