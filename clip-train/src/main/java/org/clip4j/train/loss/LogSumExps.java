package org.clip4j.train.loss;

import java.util.Arrays;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/** The log-sum-exp of every row and column of a matrix that is seen tile by tile. */
final class LogSumExps {

  private final double[] rows;
  private final double[] columns;

  LogSumExps(int batch) {
    rows = new double[batch];
    columns = new double[batch];
    Arrays.fill(rows, Double.NEGATIVE_INFINITY);
    Arrays.fill(columns, Double.NEGATIVE_INFINITY);
  }

  void addTile(Kernels kernels, Arena arena, Tensor tile, int firstRow, int firstColumn) {
    Tensor ofRows = arena.take(tile.rows());
    kernels.logSumExpRows(tile, ofRows);
    merge(rows, firstRow, ofRows);
    Tensor ofColumns = arena.take(tile.columns());
    kernels.logSumExpColumns(tile, ofColumns);
    merge(columns, firstColumn, ofColumns);
  }

  private static void merge(double[] into, int first, Tensor part) {
    for (int i = 0; i < part.length(); i++) {
      double a = into[first + i];
      double b = part.get(i);
      double most = Math.max(a, b);
      // The first part meets minus infinity, whose exponential is exactly zero.
      into[first + i] =
          a == Double.NEGATIVE_INFINITY
              ? b
              : most + StrictMath.log(StrictMath.exp(a - most) + StrictMath.exp(b - most));
    }
  }

  void copyTo(Tensor ofRows, Tensor ofColumns) {
    for (int i = 0; i < rows.length; i++) {
      ofRows.set(i, rows[i]);
      ofColumns.set(i, columns[i]);
    }
  }

  double total() {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += rows[i] + columns[i];
    }
    return sum;
  }
}
