package org.clip4j.core.kernels.simd;

/** {@link SoftmaxMath} in plain loops. */
final class ScalarSoftmax implements SoftmaxMath {

  @Override
  public float max(float[] x, int xo, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[xo + i]);
    }
    return max;
  }

  @Override
  public void maxInto(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.max(x[xo + i], y[yo + i]);
    }
  }

  @Override
  public float exp(float[] x, int xo, float scale, float shift, float[] y, int yo, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      float e = FloatMath.exp(Math.fma(x[xo + i], scale, -shift));
      y[yo + i] = e;
      sum += e;
    }
    return sum;
  }

  @Override
  public float sumExp(float[] x, int xo, float shift, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += FloatMath.exp(x[xo + i] - shift);
    }
    return sum;
  }

  @Override
  public void addExp(float[] x, int xo, float[] shift, float[] sum, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += FloatMath.exp(x[xo + i] - shift[i]);
    }
  }

  @Override
  public void rescale(float[] before, float[] shift, float[] sum, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] *= FloatMath.exp(before[i] - shift[i]);
    }
  }

  @Override
  public void backward(float[] p, int po, float[] dp, int dpo, float kept, float scale, int n) {
    for (int i = 0; i < n; i++) {
      dp[dpo + i] = p[po + i] * (dp[dpo + i] - kept) * scale;
    }
  }

  @Override
  public void contrast(
      float[] x, int xo, float rowShift, float[] columnShift, int co, float factor, int n) {
    for (int i = 0; i < n; i++) {
      x[xo + i] = contrast(x[xo + i], rowShift, columnShift[co + i], factor);
    }
  }

  static float contrast(float x, float rowShift, float columnShift, float factor) {
    return (FloatMath.exp(x - rowShift) + FloatMath.exp(x - columnShift)) * factor;
  }
}
