package org.clip4j.core.kernels;

import org.clip4j.core.kernels.simd.RowMath;

/**
 * Both softmaxes of a tile of logits from one exponential each. With a {@code shift} near the row's
 * log-sum-exp, {@code exp(l - row) + exp(l - column) = exp(l - shift) * (exp(shift - row) +
 * exp(shift - column))}, and the last term is a product of one number for the row and one for the
 * column. The shift is rounded, as logits are; what it is off is in the other factor, whose parts
 * are computed in double.
 */
final class SoftmaxRatios implements Softmaxes {

  /**
   * How far a row's log-sum-exp may be from a column's. An exponential that is flushed to 0, below
   * exp(-87), then was below exp(-67) in the other softmax.
   */
  private static final double NEAR = 20;

  private final RowMath math;
  private final float[] shifts;
  private final float[] ofRows;
  private final float[] shiftRatios;
  private final float[] ofColumns;

  /** For the log-sum-exps of a tile's rows and columns, near each other. */
  SoftmaxRatios(RowMath math, double[] rows, double[] columns) {
    this.math = math;
    this.shifts = new float[rows.length];
    this.ofRows = new float[rows.length];
    this.shiftRatios = new float[rows.length];
    this.ofColumns = new float[columns.length];
    double origin = rows[0];
    for (int r = 0; r < rows.length; r++) {
      shifts[r] = (float) rows[r];
      ofRows[r] = (float) StrictMath.exp(shifts[r] - rows[r]);
      shiftRatios[r] = (float) StrictMath.exp(shifts[r] - origin);
    }
    for (int c = 0; c < columns.length; c++) {
      ofColumns[c] = (float) StrictMath.exp(origin - columns[c]);
    }
  }

  /** Whether the log-sum-exps of a tile's rows and columns are near enough. */
  static boolean areExact(double[] rows, double[] columns) {
    if (rows.length == 0 || columns.length == 0) {
      return false;
    }
    double apart = Math.max(max(rows, 1) + max(columns, -1), max(columns, 1) + max(rows, -1));
    // Not a number is not near.
    return apart <= NEAR;
  }

  private static double max(double[] values, int sign) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      max = Math.max(max, sign * value);
    }
    return max;
  }

  @Override
  public void sum(float[] x, int from, int count, float scale) {
    int n = ofColumns.length;
    for (int r = 0; r < count; r++) {
      math.elements().shift(-shifts[from + r], x, r * n, x, r * n, n);
    }
    math.elements().exp(x, 0, count * n);
    for (int r = 0; r < count; r++) {
      float slope = scale * shiftRatios[from + r];
      math.elements().timesLine(slope, scale * ofRows[from + r], ofColumns, 0, x, r * n, n);
    }
  }
}
