package org.clip4j.core.kernels.simd;

/** {@link ElementMath} in plain loops; the static forms also finish the rows of the vector form. */
final class ScalarElements implements ElementMath {

  @Override
  public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] + b[bo + i];
    }
  }

  @Override
  public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] * b[bo + i];
    }
  }

  @Override
  public void shift(float c, float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] + c;
    }
  }

  @Override
  public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  public void scale(float alpha, float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = alpha * x[xo + i];
    }
  }

  @Override
  public void timesLine(float slope, float offset, float[] v, int vo, float[] x, int xo, int n) {
    for (int i = 0; i < n; i++) {
      x[xo + i] *= Math.fma(slope, v[vo + i], offset);
    }
  }

  @Override
  public float dot(float[] a, int ao, float[] b, int bo, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 = Math.fma(a[ao + i], b[bo + i], s0);
      s1 = Math.fma(a[ao + i + 1], b[bo + i + 1], s1);
      s2 = Math.fma(a[ao + i + 2], b[bo + i + 2], s2);
      s3 = Math.fma(a[ao + i + 3], b[bo + i + 3], s3);
    }
    float sum = (s0 + s1) + (s2 + s3);
    for (; i < n; i++) {
      sum = Math.fma(a[ao + i], b[bo + i], sum);
    }
    return sum;
  }

  @Override
  public double doubleDot(float[] a, float[] b, int n) {
    return doubleDot(a, b, 0, n);
  }

  static double doubleDot(float[] a, float[] b, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      s0 += (double) a[i] * b[i];
      s1 += (double) a[i + 1] * b[i + 1];
      s2 += (double) a[i + 2] * b[i + 2];
      s3 += (double) a[i + 3] * b[i + 3];
    }
    double sum = (s0 + s1) + (s2 + s3);
    for (; i < to; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Override
  public float max(float[] x, int xo, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[xo + i]);
    }
    return max;
  }

  @Override
  public float exp(float[] x, int xo, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      float e = FloatMath.exp(x[xo + i]);
      x[xo + i] = e;
      sum += e;
    }
    return sum;
  }

  @Override
  public void adamW(AdamWFactors f, float[] p, float[] g, float[] m, float[] v, int n) {
    adamW(f, p, g, m, v, 0, n);
  }

  static void adamW(AdamWFactors f, float[] p, float[] g, float[] m, float[] v, int from, int to) {
    for (int i = from; i < to; i++) {
      float gradient = g[i] * f.gradientScale();
      float first = Math.fma(m[i], f.beta1(), gradient * f.rest1());
      float second = Math.fma(v[i], f.beta2(), gradient * f.rest2() * gradient);
      float root = Math.fma((float) Math.sqrt(second), f.rootScale(), f.epsilon());
      m[i] = first;
      v[i] = second;
      p[i] = Math.fma(-f.stepSize(), first / root, p[i] * f.keep());
    }
  }
}
