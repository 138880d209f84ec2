package org.clip4j.data.image;

/** The first pass over rows of three bands: across. */
interface RgbAcross {
  /** How many rows are worked on at once, so that a weight that was loaded serves all of them. */
  int ROWS = 4;

  /** What the arrays of the results are longer than the results: vectors are stored whole. */
  int SPARE = 8;

  /**
   * Makes the rows {@code [row, row + ROWS)}; where the source has ended, the last one again.
   *
   * @param row the first row of the source
   * @param end where the source counts as ended
   * @param sums receives each row's sums in fixed point, bands interleaved
   */
  void run(int row, int end, int[][] sums);

  /** The faster way that runs here. All integers, so that the ways do not differ. */
  static RgbAcross of(Plane source, Taps columns) {
    return Simd.IS_THERE && source.width() <= VectorAcross.MOST_COLUMNS
        ? new VectorAcross(source, columns)
        : new PlainAcross(source, columns);
  }
}
