package org.clip4j.core.kernels;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A product of few rows as one of more, in memory of the calling thread's own. */
final class PaddedRows {

  /** Rows from which oneDNN calculates each in the same order. */
  static final int ROWS = 16;

  private static final ThreadLocal<PaddedRows> LOCAL =
      ThreadLocal.withInitial(() -> new PaddedRows(1, 1));

  private final long width;
  private final long columns;
  private final FloatPointer factor;
  private final FloatPointer result;
  private int inner;
  private int across;

  private PaddedRows(long width, long columns) {
    this.width = width;
    this.columns = columns;
    this.factor = new FloatPointer(ROWS * width);
    this.result = new FloatPointer(ROWS * columns);
  }

  /** The calling thread's, for a product of k inner elements and n columns. */
  static PaddedRows local(int k, int n) {
    PaddedRows rows = LOCAL.get();
    if (rows.width < k || rows.columns < n) {
      rows.factor.close();
      rows.result.close();
      rows = new PaddedRows(Math.max(k, rows.width), Math.max(n, rows.columns));
      LOCAL.set(rows);
    }
    rows.inner = k;
    rows.across = n;
    return rows;
  }

  /** [{@value #ROWS}, k]. */
  FloatPointer factor() {
    return factor;
  }

  /** [{@value #ROWS}, n]. */
  FloatPointer result() {
    return result;
  }

  /**
   * Reads the rows that there are; zeros follow.
   *
   * @param c the result as it is to be added to, null if it is not
   */
  void read(int m, FloatPointer a, int lda, FloatPointer c, int ldc) {
    Pointer.memset(factor, 0, ROWS * (long) inner * Float.BYTES);
    copy(m, inner, a, lda, factor, inner);
    if (c != null) {
      Pointer.memset(result, 0, ROWS * (long) across * Float.BYTES);
      copy(m, across, c, ldc, result, across);
    }
  }

  /** Writes the rows that there are. */
  void write(int m, FloatPointer c, int ldc) {
    copy(m, across, result, across, c, ldc);
  }

  private static void copy(
      int m, int n, FloatPointer from, int fromStride, FloatPointer to, int toStride) {
    for (int r = 0; r < m; r++) {
      Pointer.memcpy(
          to.getPointer((long) r * toStride),
          from.getPointer((long) r * fromStride),
          (long) n * Float.BYTES);
    }
  }
}
