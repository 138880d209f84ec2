package org.clip4j.core.kernels.simd;

/** {@link ColumnMath} in plain loops. */
final class ScalarColumns implements ColumnMath {

  @Override
  public void addToRows(float[] x, int rows, int n, float[] v) {
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      for (int i = 0; i < n; i++) {
        x[o + i] += v[i];
      }
    }
  }

  @Override
  public void addRows(float[] x, int xo, int rows, float[] sum, int so, int n) {
    for (int r = 0; r < rows; r++) {
      int o = xo + r * n;
      for (int i = 0; i < n; i++) {
        sum[so + i] += x[o + i];
      }
    }
  }

  @Override
  public void maxRows(float[] x, int rows, int n, float[] max) {
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      for (int i = 0; i < n; i++) {
        max[i] = Math.max(max[i], x[o + i]);
      }
    }
  }

  @Override
  public void scaleAndShift(float[] x, int rows, int n, float scale, float[] shift, int so) {
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      for (int i = 0; i < n; i++) {
        x[o + i] = Math.fma(x[o + i], scale, -shift[so + i]);
      }
    }
  }
}
