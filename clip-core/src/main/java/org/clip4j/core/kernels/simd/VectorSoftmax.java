package org.clip4j.core.kernels.simd;

import jdk.incubator.vector.FloatVector;

/** {@link SoftmaxMath} with the Vector API. */
final class VectorSoftmax implements SoftmaxMath {

  @Override
  public float max(float[] x, int xo, int n) {
    int whole = Lanes.whole(n);
    float max = Float.NEGATIVE_INFINITY;
    if (whole > 0) {
      FloatVector most = Lanes.load(x, xo);
      for (int i = Lanes.COUNT; i < whole; i += Lanes.COUNT) {
        most = most.max(Lanes.load(x, xo + i));
      }
      max = Lanes.max(most, new float[Lanes.COUNT]);
    }
    for (int i = whole; i < n; i++) {
      max = Math.max(max, x[xo + i]);
    }
    return max;
  }

  @Override
  public void maxInto(float[] x, int xo, float[] y, int yo, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      Lanes.load(x, xo + i).max(Lanes.load(y, yo + i)).intoArray(y, yo + i);
    }
    for (int i = whole; i < n; i++) {
      y[yo + i] = Math.max(x[xo + i], y[yo + i]);
    }
  }

  @Override
  public float exp(float[] x, int xo, float scale, float shift, float[] y, int yo, int n) {
    int whole = Lanes.whole(n);
    FloatVector factor = FloatVector.broadcast(Lanes.SPECIES, scale);
    FloatVector less = FloatVector.broadcast(Lanes.SPECIES, -shift);
    FloatVector sums = Lanes.zero();
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector e = VectorFunctions.exp(Lanes.load(x, xo + i).fma(factor, less));
      e.intoArray(y, yo + i);
      sums = sums.add(e);
    }
    float sum = Lanes.sum(sums, new float[Lanes.COUNT]);
    for (int i = whole; i < n; i++) {
      float e = FloatMath.exp(Math.fma(x[xo + i], scale, -shift));
      y[yo + i] = e;
      sum += e;
    }
    return sum;
  }

  @Override
  public float sumExp(float[] x, int xo, float shift, int n) {
    int whole = Lanes.whole(n);
    FloatVector sums = Lanes.zero();
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      sums = sums.add(VectorFunctions.exp(Lanes.load(x, xo + i).sub(shift)));
    }
    float sum = Lanes.sum(sums, new float[Lanes.COUNT]);
    for (int i = whole; i < n; i++) {
      sum += FloatMath.exp(x[xo + i] - shift);
    }
    return sum;
  }

  @Override
  public void addExp(float[] x, int xo, float[] shift, float[] sum, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector e = VectorFunctions.exp(Lanes.load(x, xo + i).sub(Lanes.load(shift, i)));
      Lanes.load(sum, i).add(e).intoArray(sum, i);
    }
    for (int i = whole; i < n; i++) {
      sum[i] += FloatMath.exp(x[xo + i] - shift[i]);
    }
  }

  @Override
  public void rescale(float[] before, float[] shift, float[] sum, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector factor = VectorFunctions.exp(Lanes.load(before, i).sub(Lanes.load(shift, i)));
      Lanes.load(sum, i).mul(factor).intoArray(sum, i);
    }
    for (int i = whole; i < n; i++) {
      sum[i] *= FloatMath.exp(before[i] - shift[i]);
    }
  }

  @Override
  public void backward(float[] p, int po, float[] dp, int dpo, float kept, float scale, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      Lanes.load(p, po + i)
          .mul(Lanes.load(dp, dpo + i).sub(kept))
          .mul(scale)
          .intoArray(dp, dpo + i);
    }
    for (int i = whole; i < n; i++) {
      dp[dpo + i] = p[po + i] * (dp[dpo + i] - kept) * scale;
    }
  }

  @Override
  public void contrast(
      float[] x, int xo, float rowShift, float[] columnShift, int co, float factor, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector l = Lanes.load(x, xo + i);
      VectorFunctions.exp(l.sub(rowShift))
          .add(VectorFunctions.exp(l.sub(Lanes.load(columnShift, co + i))))
          .mul(factor)
          .intoArray(x, xo + i);
    }
    for (int i = whole; i < n; i++) {
      x[xo + i] = ScalarSoftmax.contrast(x[xo + i], rowShift, columnShift[co + i], factor);
    }
  }
}
