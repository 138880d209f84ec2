package org.clip4j.core.kernels.simd;

import jdk.incubator.vector.FloatVector;

/** {@link ElementMath} with the Vector API. */
final class VectorElements implements ElementMath {

  @Override
  public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += Lanes.COUNT) {
      Lanes.load(a, ao + i).add(Lanes.load(b, bo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] + b[bo + i];
    }
  }

  @Override
  public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
    FloatVector factor = FloatVector.broadcast(Lanes.SPECIES, alpha);
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += Lanes.COUNT) {
      Lanes.load(x, xo + i).fma(factor, Lanes.load(y, yo + i)).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  public void scale(float alpha, float[] x, int xo, float[] y, int yo, int n) {
    FloatVector factor = FloatVector.broadcast(Lanes.SPECIES, alpha);
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += Lanes.COUNT) {
      Lanes.load(x, xo + i).mul(factor).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = alpha * x[xo + i];
    }
  }

  @Override
  public float dot(float[] a, int ao, float[] b, int bo, int n) {
    FloatVector sums = Lanes.zero();
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += Lanes.COUNT) {
      sums = Lanes.load(a, ao + i).fma(Lanes.load(b, bo + i), sums);
    }
    float sum = Lanes.sum(sums, new float[Lanes.COUNT]);
    for (; i < n; i++) {
      sum = Math.fma(a[ao + i], b[bo + i], sum);
    }
    return sum;
  }

  @Override
  public void addRows(float[] x, int xo, int rows, float[] sum, int so, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector s = Lanes.load(sum, so + i);
      int o = xo + i;
      for (int r = 0; r < rows; r++) {
        s = s.add(Lanes.load(x, o));
        o += n;
      }
      s.intoArray(sum, so + i);
    }
    for (int i = whole; i < n; i++) {
      for (int r = 0; r < rows; r++) {
        sum[so + i] += x[xo + r * n + i];
      }
    }
  }

  @Override
  public void adamW(AdamWFactors f, float[] p, float[] g, float[] m, float[] v, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector gradient = Lanes.load(g, i).mul(f.gradientScale());
      FloatVector first =
          Lanes.load(m, i)
              .fma(FloatVector.broadcast(Lanes.SPECIES, f.beta1()), gradient.mul(f.rest1()));
      FloatVector second =
          Lanes.load(v, i)
              .fma(
                  FloatVector.broadcast(Lanes.SPECIES, f.beta2()),
                  gradient.mul(f.rest2()).mul(gradient));
      FloatVector root = second.sqrt().fma(f.rootScale(), f.epsilon());
      first.intoArray(m, i);
      second.intoArray(v, i);
      first
          .div(root)
          .fma(FloatVector.broadcast(Lanes.SPECIES, -f.stepSize()), Lanes.load(p, i).mul(f.keep()))
          .intoArray(p, i);
    }
    ScalarElements.adamW(f, p, g, m, v, whole, n);
  }
}
