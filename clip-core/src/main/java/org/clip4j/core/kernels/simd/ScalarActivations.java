package org.clip4j.core.kernels.simd;

/** {@link ActivationMath} in plain loops. */
final class ScalarActivations implements ActivationMath {

  @Override
  public void gelu(float[] x, int rows, int n, float[] bias, float[] y) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        y[r * n + i] = FloatMath.gelu(x[r * n + i] + bias[i]);
      }
    }
  }

  @Override
  public void quickGelu(float[] x, int rows, int n, float[] bias, float[] y) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        y[r * n + i] = FloatMath.quickGelu(x[r * n + i] + bias[i]);
      }
    }
  }

  @Override
  public void geluBackward(
      float[] dy, float[] x, int rows, int n, float[] bias, float[] dx, float[] sums, int so) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        float d = dy[r * n + i] * FloatMath.geluSlope(x[r * n + i] + bias[i]);
        dx[r * n + i] = d;
        sums[so + i] += d;
      }
    }
  }

  @Override
  public void quickGeluBackward(
      float[] dy, float[] x, int rows, int n, float[] bias, float[] dx, float[] sums, int so) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        float d = dy[r * n + i] * FloatMath.quickGeluSlope(x[r * n + i] + bias[i]);
        dx[r * n + i] = d;
        sums[so + i] += d;
      }
    }
  }
}
