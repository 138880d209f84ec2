package org.clip4j.core.kernels.simd;

import static jdk.incubator.vector.VectorOperators.LT;
import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** {@link SigmoidMath} with the Vector API; the formulas are those of {@link FloatMath}. */
final class VectorSigmoids implements SigmoidMath {

  @Override
  public void argument(float[] x, int xo, float[] z, int zo, int n) {
    int whole = Lanes.whole(n);
    int i = 0;
    for (; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, xo + i).abs().neg().intoArray(z, zo + i);
    }
    for (; i < n; i++) {
      z[zo + i] = -Math.abs(x[xo + i]);
    }
  }

  @Override
  public float softplus(float[] x, int xo, float[] e, int eo, int n) {
    int whole = Lanes.whole(n);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector v = FloatVector.fromArray(SPECIES, e, eo + i);
      FloatVector s = v.div(v.add(2f));
      FloatVector z = s.mul(s);
      FloatVector q =
          z.fma(
              FloatVector.broadcast(SPECIES, FloatMath.L13),
              FloatVector.broadcast(SPECIES, FloatMath.L11));
      q = q.fma(z, FloatVector.broadcast(SPECIES, FloatMath.L9));
      q = q.fma(z, FloatVector.broadcast(SPECIES, FloatMath.L7));
      q = q.fma(z, FloatVector.broadcast(SPECIES, FloatMath.L5));
      q = q.fma(z, FloatVector.broadcast(SPECIES, FloatMath.L3));
      FloatVector twice = s.add(s);
      FloatVector log = twice.mul(z).fma(q, twice);
      sums = sums.add(FloatVector.fromArray(SPECIES, x, xo + i).max(0f).add(log));
    }
    float[] lanes = new float[COUNT];
    sums.intoArray(lanes, 0);
    float sum = Lanes.sum(lanes);
    for (int i = whole; i < n; i++) {
      sum += ScalarSigmoids.softplus(x[xo + i], e[eo + i]);
    }
    return sum;
  }

  @Override
  public void sigmoid(float factor, float[] x, int xo, float[] e, int eo, int n) {
    int whole = Lanes.whole(n);
    FloatVector numerator = FloatVector.broadcast(SPECIES, factor);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector small = FloatVector.fromArray(SPECIES, e, eo + i);
      FloatVector larger = numerator.div(small.add(1f));
      FloatVector y = larger.blend(larger.mul(small), v.compare(LT, FloatVector.zero(SPECIES)));
      y.intoArray(x, xo + i);
    }
    for (int i = whole; i < n; i++) {
      x[xo + i] = ScalarSigmoids.sigmoid(factor, x[xo + i], e[eo + i]);
    }
  }
}
