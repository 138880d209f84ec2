package org.clip4j.core.kernels.simd;

/**
 * Into and out of panels (see {@link MatrixMath}), and the softmax down the columns of one: scores
 * of a panel's queries, a row for each key.
 */
public interface PanelMath {

  /**
   * Puts rows into panels, zeros in the last one's columns past {@code n}.
   *
   * @param x row r at {@code xo + r * stride}
   * @param panelSize elements of a panel of {@code to}, which begin at 0
   */
  void pack(int rows, int n, float[] x, int xo, int stride, float[] to, int panelSize);

  /** The reverse of {@link #pack}. */
  void unpack(int rows, int n, float[] from, int panelSize, float[] x, int xo, int stride);

  /**
   * Transposes a square: rows of a panel into columns of another.
   *
   * @param rows at most a panel's columns; where fewer, zeros stand in the columns behind them
   */
  void transpose(int rows, float[] from, int fo, float[] to, int at);

  /**
   * Softmax of each column of {@code scale * p}.
   *
   * @param shift [panel], written: each column's largest value
   * @param sum [panel], written: the sum of exponentials relative to it
   */
  void softmax(float[] p, int po, int keys, float scale, float[] shift, float[] sum);

  /** The same once more: {@code p = exp(scale * p - logSumExp[column])}. */
  void softmax(float[] p, int po, int keys, float scale, float[] logSumExp, int so);

  /**
   * Backward through a softmax: {@code dp = p * (dp - sum of the column's p * dp) * scale}.
   *
   * @param po where the panel begins in both
   */
  void throughSoftmax(float[] p, float[] dp, int po, int keys, float scale);
}
