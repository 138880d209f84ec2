package org.clip4j.core.kernels;

import org.clip4j.core.kernels.simd.RowMath;

/** Both softmaxes of a tile of logits from two exponentials each, for any log-sum-exps. */
final class SoftmaxPairs implements Softmaxes {

  private final RowMath math;
  private final float[] rows;
  private final float[] columns;

  SoftmaxPairs(RowMath math, double[] rows, double[] columns) {
    this.math = math;
    this.rows = rounded(rows);
    this.columns = rounded(columns);
  }

  private static float[] rounded(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public void sum(float[] x, int from, int count, float scale) {
    int n = columns.length;
    float[] byRow = Scratch.local().floats(1, count * n);
    for (int r = 0; r < count; r++) {
      math.elements().shift(-rows[from + r], x, r * n, byRow, r * n, n);
    }
    math.elements().exp(byRow, 0, count * n);
    math.columns().scaleAndShift(x, count, n, 1f, columns, 0);
    math.elements().exp(x, 0, count * n);
    math.elements().add(x, 0, byRow, 0, x, 0, count * n);
    math.elements().scale(scale, x, 0, x, 0, count * n);
  }
}
