package org.clip4j.train.loss;

import java.util.Arrays;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Tensor;

/** The log-sum-exp of every row and column of a matrix that is seen tile by tile. */
final class LogSumExps {

  private final double[] rows;
  private final double[] columns;

  /** Of a matrix of that size. */
  LogSumExps(int rows, int columns) {
    this.rows = nothing(rows);
    this.columns = nothing(columns);
  }

  private static double[] nothing(int length) {
    double[] sums = new double[length];
    Arrays.fill(sums, Double.NEGATIVE_INFINITY);
    return sums;
  }

  void addTile(Kernels kernels, Tensor tile, int firstRow, int firstColumn) {
    double[] ofRows = new double[tile.rows()];
    double[] ofColumns = new double[tile.columns()];
    kernels.logSumExps(tile, ofRows, ofColumns);
    merge(rows, firstRow, ofRows);
    merge(columns, firstColumn, ofColumns);
  }

  private static void merge(double[] into, int first, double[] part) {
    for (int i = 0; i < part.length; i++) {
      into[first + i] = merge(into[first + i], part[i]);
    }
  }

  /** Makes the sums of a row and a column as if an entry that was added had had another value. */
  void replace(int row, int column, double before, double after) {
    rows[row] = replaced(rows[row], before, after);
    columns[column] = replaced(columns[column], before, after);
  }

  private static double replaced(double sum, double before, double after) {
    return sum + StrictMath.log1p(StrictMath.exp(before - sum) * StrictMath.expm1(after - before));
  }

  /** Of two sums' logarithms that of their sum. */
  static double merge(double a, double b) {
    // Nothing was summed so far; two infinities have no difference.
    if (a == Double.NEGATIVE_INFINITY) {
      return b;
    }
    return Math.max(a, b) + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
  }

  double[] rows() {
    return rows;
  }

  double[] columns() {
    return columns;
  }
}
