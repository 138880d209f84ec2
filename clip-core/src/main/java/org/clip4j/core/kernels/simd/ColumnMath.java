package org.clip4j.core.kernels.simd;

/**
 * Over {@code rows} rows of {@code n} that follow one another, where each column has a number of
 * its own.
 */
public interface ColumnMath {

  /** {@code x[r, c] += v[c]}. */
  void addToRows(float[] x, int rows, int n, float[] v);

  /** {@code sum[c] += } the column's sum, added up from the first row to the last. */
  void addRows(float[] x, int xo, int rows, float[] sum, int so, int n);

  /** {@code max[c] = } the larger of itself and the column's largest. */
  void maxRows(float[] x, int rows, int n, float[] max);

  /** {@code x[r, c] = scale * x[r, c] - shift[c]}. */
  void scaleAndShift(float[] x, int rows, int n, float scale, float[] shift, int so);
}
