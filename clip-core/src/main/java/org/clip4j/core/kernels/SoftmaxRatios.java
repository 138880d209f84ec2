package org.clip4j.core.kernels;

import java.util.Optional;
import org.clip4j.core.kernels.simd.RowMath;

/**
 * Both softmaxes of a tile of logits from one exponential each: {@code exp(l - column[c]) = exp(l -
 * row[r]) * exp(row[r] - column[c])}, and the second factor is a product of one number for the row
 * and one for the column.
 */
final class SoftmaxRatios {

  /**
   * How far a row's log-sum-exp may be from a column's. An exponential that is flushed to 0, below
   * exp(-87), then was below exp(-67) in the other softmax.
   */
  private static final double NEAR = 20;

  private final RowMath math;
  private final float[] rowShift;
  private final float[] ofRows;
  private final float[] ofColumns;

  private SoftmaxRatios(RowMath math, float[] rowShift, float[] columnShift) {
    this.math = math;
    this.rowShift = rowShift;
    this.ofRows = new float[rowShift.length];
    this.ofColumns = new float[columnShift.length];
    double origin = rowShift[0];
    for (int r = 0; r < ofRows.length; r++) {
      ofRows[r] = (float) StrictMath.exp(rowShift[r] - origin);
    }
    for (int c = 0; c < ofColumns.length; c++) {
      ofColumns[c] = (float) StrictMath.exp(origin - columnShift[c]);
    }
  }

  /** For the log-sum-exps of a tile's rows and columns; nothing where some are too far apart. */
  static Optional<SoftmaxRatios> of(RowMath math, float[] rowShift, float[] columnShift) {
    if (rowShift.length == 0 || columnShift.length == 0) {
      return Optional.empty();
    }
    double apart =
        Math.max(max(rowShift, 1) + max(columnShift, -1), max(columnShift, 1) + max(rowShift, -1));
    // Not a number is not near.
    return apart <= NEAR
        ? Optional.of(new SoftmaxRatios(math, rowShift, columnShift))
        : Optional.empty();
  }

  private static double max(float[] values, int sign) {
    double max = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      max = Math.max(max, sign * (double) value);
    }
    return max;
  }

  /** {@code x = scale * (exp(x - row) + exp(x - column))} of {@code count} rows. */
  void addSoftmaxes(float[] x, int from, int count, float scale) {
    int n = ofColumns.length;
    for (int r = 0; r < count; r++) {
      math.elements().shift(-rowShift[from + r], x, r * n, x, r * n, n);
    }
    math.elements().exp(x, 0, count * n);
    for (int r = 0; r < count; r++) {
      math.elements().timesLine(scale * ofRows[from + r], scale, ofColumns, 0, x, r * n, n);
    }
  }
}
