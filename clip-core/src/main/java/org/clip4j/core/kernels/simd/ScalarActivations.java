package org.clip4j.core.kernels.simd;

/** {@link ActivationMath} in plain loops; its steps from some element on finish the vector form. */
final class ScalarActivations implements ActivationMath {

  @Override
  public void bellArgument(float[] x, float[] z, int n) {
    bellArgument(x, z, 0, n);
  }

  @Override
  public void gelu(float[] x, float[] bell, float[] y, int n) {
    gelu(x, bell, y, 0, n);
  }

  @Override
  public void geluBackward(float[] x, float[] bell, float[] d, int n) {
    geluBackward(x, bell, d, 0, n);
  }

  @Override
  public void quickArgument(float[] x, float[] z, int n) {
    quickArgument(x, z, 0, n);
  }

  @Override
  public void quickGelu(float[] x, float[] e, float[] y, int n) {
    quickGelu(x, e, y, 0, n);
  }

  @Override
  public void quickGeluBackward(float[] x, float[] e, float[] d, int n) {
    quickGeluBackward(x, e, d, 0, n);
  }

  static void bellArgument(float[] x, float[] z, int from, int n) {
    for (int i = from; i < n; i++) {
      z[i] = x[i] * -0.5f * x[i];
    }
  }

  static void gelu(float[] x, float[] bell, float[] y, int from, int n) {
    for (int i = from; i < n; i++) {
      y[i] = x[i] * FloatMath.normal(x[i], bell[i]);
    }
  }

  static void geluBackward(float[] x, float[] bell, float[] d, int from, int n) {
    for (int i = from; i < n; i++) {
      float normal = FloatMath.normal(x[i], bell[i]);
      d[i] *= Math.fma(x[i] * FloatMath.DENSITY_AT_0, bell[i], normal);
      x[i] *= normal;
    }
  }

  static void quickArgument(float[] x, float[] z, int from, int n) {
    for (int i = from; i < n; i++) {
      z[i] = x[i] * -FloatMath.QUICK;
    }
  }

  static void quickGelu(float[] x, float[] e, float[] y, int from, int n) {
    for (int i = from; i < n; i++) {
      y[i] = x[i] * (1f / (1f + e[i]));
    }
  }

  static void quickGeluBackward(float[] x, float[] e, float[] d, int from, int n) {
    for (int i = from; i < n; i++) {
      float gate = 1f / (1f + e[i]);
      d[i] *= Math.fma(x[i] * FloatMath.QUICK * gate, 1f - gate, gate);
      x[i] *= gate;
    }
  }
}
