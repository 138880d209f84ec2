package org.clip4j.core.kernels.simd;

/** {@link SigmoidMath} in plain loops; the static forms also finish the rows of the vector form. */
final class ScalarSigmoids implements SigmoidMath {

  @Override
  public void argument(float[] x, int xo, float[] z, int zo, int n) {
    for (int i = 0; i < n; i++) {
      z[zo + i] = -Math.abs(x[xo + i]);
    }
  }

  @Override
  public float softplus(float[] x, int xo, float[] e, int eo, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += softplus(x[xo + i], e[eo + i]);
    }
    return sum;
  }

  @Override
  public void sigmoid(float factor, float[] x, int xo, float[] e, int eo, int n) {
    for (int i = 0; i < n; i++) {
      x[xo + i] = sigmoid(factor, x[xo + i], e[eo + i]);
    }
  }

  static float softplus(float x, float e) {
    return Math.max(x, 0f) + FloatMath.log1p(e);
  }

  static float sigmoid(float factor, float x, float e) {
    float larger = factor / (1f + e);
    return x < 0f ? larger * e : larger;
  }
}
