package org.clip4j.core.kernels.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** {@link ElementMath} with the Vector API. */
final class VectorElements implements ElementMath {

  /** What smaller products lose in rounding is no float any more. */
  private static final float SMALLEST_EXACT = 0x1p-90f;

  @Override
  public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, a, ao + i)
          .add(FloatVector.fromArray(SPECIES, b, bo + i))
          .intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] + b[bo + i];
    }
  }

  @Override
  public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, a, ao + i)
          .mul(FloatVector.fromArray(SPECIES, b, bo + i))
          .intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = a[ao + i] * b[bo + i];
    }
  }

  @Override
  public void shift(float c, float[] x, int xo, float[] y, int yo, int n) {
    int whole = Lanes.whole(n);
    FloatVector v = FloatVector.broadcast(SPECIES, c);
    int i = 0;
    for (; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, xo + i).add(v).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = x[xo + i] + c;
    }
  }

  @Override
  public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .fma(factor, FloatVector.fromArray(SPECIES, y, yo + i))
          .intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }
  }

  @Override
  public void scale(float alpha, float[] x, int xo, float[] y, int yo, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, xo + i).mul(factor).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = alpha * x[xo + i];
    }
  }

  @Override
  public void timesLine(float slope, float offset, float[] v, int vo, float[] x, int xo, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, slope);
    FloatVector constant = FloatVector.broadcast(SPECIES, offset);
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .mul(FloatVector.fromArray(SPECIES, v, vo + i).fma(factor, constant))
          .intoArray(x, xo + i);
    }
    for (; i < n; i++) {
      x[xo + i] *= Math.fma(slope, v[vo + i], offset);
    }
  }

  @Override
  public float dot(float[] a, int ao, float[] b, int bo, int n) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += COUNT) {
      sums =
          FloatVector.fromArray(SPECIES, a, ao + i)
              .fma(FloatVector.fromArray(SPECIES, b, bo + i), sums);
    }
    float[] lanes = new float[COUNT];
    sums.intoArray(lanes, 0);
    float sum = Lanes.sum(lanes);
    for (; i < n; i++) {
      sum = Math.fma(a[ao + i], b[bo + i], sum);
    }
    return sum;
  }

  /**
   * What each product and each sum loses in rounding is found exactly, and added up beside them
   * (Ogita, Rump and Oishi 2005, algorithm Dot2): twice the precision of floats without vectors of
   * doubles, a second width that would cost all other kernels their speed.
   */
  @Override
  public double doubleDot(float[] a, float[] b, int n) {
    FloatVector sums = FloatVector.zero(SPECIES);
    FloatVector lost = FloatVector.zero(SPECIES);
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector left = FloatVector.fromArray(SPECIES, a, i);
      FloatVector right = FloatVector.fromArray(SPECIES, b, i);
      FloatVector product = left.mul(right);
      FloatVector sum = sums.add(product);
      FloatVector added = sum.sub(sums);
      FloatVector rounded = sums.sub(sum.sub(added)).add(product.sub(added));
      lost = lost.add(left.fma(right, product.neg()).add(rounded));
      sums = sum;
    }
    float[] lanes = new float[COUNT];
    float[] rests = new float[COUNT];
    sums.intoArray(lanes, 0);
    lost.intoArray(rests, 0);
    double total = 0;
    for (int lane = 0; lane < COUNT; lane++) {
      total += (double) lanes[lane] + rests[lane];
    }
    // Products beyond the range of floats are within that of doubles.
    boolean exact =
        total == 0
            ? isZero(a, whole)
            : Math.abs(total) > SMALLEST_EXACT && Math.abs(total) < Float.MAX_VALUE;
    return exact
        ? total + ScalarElements.doubleDot(a, b, whole, n)
        : ScalarElements.doubleDot(a, b, 0, n);
  }

  /** Gradients of embeddings are zero for most tokens. */
  private static boolean isZero(float[] x, int whole) {
    FloatVector most = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += COUNT) {
      most = most.max(FloatVector.fromArray(SPECIES, x, i).abs());
    }
    float[] lanes = new float[COUNT];
    most.intoArray(lanes, 0);
    return Lanes.sum(lanes) == 0;
  }

  @Override
  public float max(float[] x, int xo, int n) {
    int whole = Lanes.whole(n);
    float max = Float.NEGATIVE_INFINITY;
    if (whole > 0) {
      FloatVector most = FloatVector.fromArray(SPECIES, x, xo);
      for (int i = COUNT; i < whole; i += COUNT) {
        most = most.max(FloatVector.fromArray(SPECIES, x, xo + i));
      }
      float[] lanes = new float[COUNT];
      most.intoArray(lanes, 0);
      for (float lane : lanes) {
        max = Math.max(max, lane);
      }
    }
    for (int i = whole; i < n; i++) {
      max = Math.max(max, x[xo + i]);
    }
    return max;
  }

  @Override
  public float exp(float[] x, int xo, int n) {
    int whole = Lanes.whole(n);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector rounder = FloatVector.broadcast(SPECIES, FloatMath.ROUNDER);
      FloatVector shifted = v.fma(FloatVector.broadcast(SPECIES, FloatMath.LOG2_E), rounder);
      FloatVector exponent = shifted.sub(rounder);
      FloatVector r = exponent.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH), v);
      r = exponent.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW), r);
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      FloatVector p =
          r.fma(
              FloatVector.broadcast(SPECIES, FloatMath.E6),
              FloatVector.broadcast(SPECIES, FloatMath.E5));
      p = p.fma(r, FloatVector.broadcast(SPECIES, FloatMath.E4));
      p = p.fma(r, FloatVector.broadcast(SPECIES, FloatMath.E3));
      p = p.fma(r, FloatVector.broadcast(SPECIES, FloatMath.E2));
      p = p.fma(r, one);
      p = p.fma(r, one);
      FloatVector e =
          p.reinterpretAsInts()
              .add(shifted.reinterpretAsInts().lanewise(LSHL, 23))
              .reinterpretAsFloats();
      e =
          e.blend(
              FloatVector.zero(SPECIES),
              v.compare(LT, FloatVector.broadcast(SPECIES, FloatMath.EXP_LOWEST)));
      e =
          e.blend(
              FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY),
              v.compare(GT, FloatVector.broadcast(SPECIES, FloatMath.EXP_HIGHEST)));
      e.intoArray(x, xo + i);
      sums = sums.add(e);
    }
    float[] lanes = new float[COUNT];
    sums.intoArray(lanes, 0);
    float sum = Lanes.sum(lanes);
    for (int i = whole; i < n; i++) {
      float e = FloatMath.exp(x[xo + i]);
      x[xo + i] = e;
      sum += e;
    }
    return sum;
  }

  @Override
  public void adamW(AdamWFactors f, float[] p, float[] g, float[] m, float[] v, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, i).mul(f.gradientScale());
      FloatVector first =
          FloatVector.fromArray(SPECIES, m, i)
              .fma(FloatVector.broadcast(SPECIES, f.beta1()), gradient.mul(f.rest1()));
      FloatVector second =
          FloatVector.fromArray(SPECIES, v, i)
              .fma(
                  FloatVector.broadcast(SPECIES, f.beta2()), gradient.mul(f.rest2()).mul(gradient));
      FloatVector root = second.sqrt().fma(f.rootScale(), f.epsilon());
      first.intoArray(m, i);
      second.intoArray(v, i);
      first
          .div(root)
          .fma(
              FloatVector.broadcast(SPECIES, -f.stepSize()),
              FloatVector.fromArray(SPECIES, p, i).mul(f.keep()))
          .intoArray(p, i);
    }
    ScalarElements.adamW(f, p, g, m, v, whole, n);
  }
}
