package org.clip4j.core.kernels.simd;

/** {@link NormMath} in plain loops. */
final class ScalarNorms implements NormMath {

  @Override
  public void forward(
      float[] x,
      int rows,
      int n,
      float[] gain,
      float[] bias,
      float epsilon,
      float[] y,
      float[] mean,
      float[] rstd) {
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      float sum = 0;
      for (int i = 0; i < n; i++) {
        sum += x[o + i];
      }
      float average = sum / n;
      float squares = 0;
      for (int i = 0; i < n; i++) {
        float centred = x[o + i] - average;
        squares = Math.fma(centred, centred, squares);
      }
      float inverse = inverseRoot(squares / n + epsilon);
      mean[r] = average;
      rstd[r] = inverse;
      for (int i = 0; i < n; i++) {
        y[o + i] = Math.fma((x[o + i] - average) * inverse, gain[i], bias[i]);
      }
    }
  }

  static float inverseRoot(float variance) {
    return (float) (1 / Math.sqrt(variance));
  }

  @Override
  public void backward(
      float[] dy,
      float[] x,
      int rows,
      int n,
      float[] gain,
      float[] mean,
      float[] rstd,
      float[] dx,
      boolean accumulate,
      float[] sums,
      int so) {
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      float sum = 0;
      float projection = 0;
      for (int i = 0; i < n; i++) {
        float normal = (x[o + i] - mean[r]) * rstd[r];
        float scaled = dy[o + i] * gain[i];
        sum += scaled;
        projection = Math.fma(scaled, normal, projection);
        sums[so + i] = Math.fma(dy[o + i], normal, sums[so + i]);
        sums[so + n + i] += dy[o + i];
      }
      sum /= n;
      projection /= n;
      for (int i = 0; i < n; i++) {
        float d = backward(dy[o + i], x[o + i], gain[i], mean[r], rstd[r], sum, projection);
        dx[o + i] = accumulate ? dx[o + i] + d : d;
      }
    }
  }

  static float backward(
      float dy, float x, float gain, float mean, float rstd, float sum, float projection) {
    float normal = (x - mean) * rstd;
    return Math.fma(normal, -projection, dy * gain - sum) * rstd;
  }
}
