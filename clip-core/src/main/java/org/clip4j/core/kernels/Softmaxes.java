package org.clip4j.core.kernels;

import org.clip4j.core.kernels.simd.RowMath;

/** Turns a tile of logits into the sum of its softmaxes by rows and by columns. */
interface Softmaxes {

  /**
   * The way that fits a tile.
   *
   * @param rows the log-sum-exps of its rows
   * @param columns the log-sum-exps of its columns
   */
  static Softmaxes of(RowMath math, double[] rows, double[] columns) {
    return SoftmaxRatios.areExact(rows, columns)
        ? new SoftmaxRatios(math, rows, columns)
        : new SoftmaxPairs(math, rows, columns);
  }

  /**
   * {@code x = scale * (exp(x - row) + exp(x - column))}.
   *
   * @param x the logits of {@code count} rows, overwritten
   * @param from the first of them
   */
  void sum(float[] x, int from, int count, float scale);
}
