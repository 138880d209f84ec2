package org.clip4j.core.kernels.simd;

import static jdk.incubator.vector.VectorOperators.LT;
import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** {@link ActivationMath} with the Vector API; the formulas are those of {@link FloatMath}. */
final class VectorActivations implements ActivationMath {

  @Override
  public void bellArgument(float[] x, float[] z, int n) {
    int whole = Lanes.whole(n);
    FloatVector half = FloatVector.broadcast(SPECIES, -0.5f);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      v.mul(half).mul(v).intoArray(z, i);
    }
    ScalarActivations.bellArgument(x, z, whole, n);
  }

  @Override
  public void gelu(float[] x, float[] bell, float[] y, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      FloatVector slope = FloatVector.broadcast(SPECIES, FloatMath.SLOPE);
      FloatVector t = one.div(v.abs().fma(slope, one));
      FloatVector q =
          t.fma(
              FloatVector.broadcast(SPECIES, FloatMath.T6),
              FloatVector.broadcast(SPECIES, FloatMath.T5));
      q = q.fma(t, FloatVector.broadcast(SPECIES, FloatMath.T4));
      q = q.fma(t, FloatVector.broadcast(SPECIES, FloatMath.T3));
      q = q.fma(t, FloatVector.broadcast(SPECIES, FloatMath.T2));
      q = q.fma(t, FloatVector.broadcast(SPECIES, FloatMath.T1));
      FloatVector tail = q.mul(t).mul(FloatVector.fromArray(SPECIES, bell, i));
      FloatVector normal = one.sub(tail).blend(tail, v.compare(LT, FloatVector.zero(SPECIES)));
      v.mul(normal).intoArray(y, i);
    }
    ScalarActivations.gelu(x, bell, y, whole, n);
  }

  @Override
  public void geluBackward(float[] x, float[] bell, float[] d, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector b = FloatVector.fromArray(SPECIES, bell, i);
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      FloatVector slope = FloatVector.broadcast(SPECIES, FloatMath.SLOPE);
      FloatVector t = one.div(v.abs().fma(slope, one));
      FloatVector q =
          t.fma(
              FloatVector.broadcast(SPECIES, FloatMath.T6),
              FloatVector.broadcast(SPECIES, FloatMath.T5));
      q = q.fma(t, FloatVector.broadcast(SPECIES, FloatMath.T4));
      q = q.fma(t, FloatVector.broadcast(SPECIES, FloatMath.T3));
      q = q.fma(t, FloatVector.broadcast(SPECIES, FloatMath.T2));
      q = q.fma(t, FloatVector.broadcast(SPECIES, FloatMath.T1));
      FloatVector tail = q.mul(t).mul(b);
      FloatVector normal = one.sub(tail).blend(tail, v.compare(LT, FloatVector.zero(SPECIES)));
      FloatVector derivative =
          v.mul(FloatVector.broadcast(SPECIES, FloatMath.DENSITY_AT_0)).fma(b, normal);
      FloatVector.fromArray(SPECIES, d, i).mul(derivative).intoArray(d, i);
      v.mul(normal).intoArray(x, i);
    }
    ScalarActivations.geluBackward(x, bell, d, whole, n);
  }

  @Override
  public void quickArgument(float[] x, float[] z, int n) {
    int whole = Lanes.whole(n);
    FloatVector factor = FloatVector.broadcast(SPECIES, -FloatMath.QUICK);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, i).mul(factor).intoArray(z, i);
    }
    ScalarActivations.quickArgument(x, z, whole, n);
  }

  @Override
  public void quickGelu(float[] x, float[] e, float[] y, int n) {
    int whole = Lanes.whole(n);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector gate = one.div(one.add(FloatVector.fromArray(SPECIES, e, i)));
      FloatVector.fromArray(SPECIES, x, i).mul(gate).intoArray(y, i);
    }
    ScalarActivations.quickGelu(x, e, y, whole, n);
  }

  @Override
  public void quickGeluBackward(float[] x, float[] e, float[] d, int n) {
    int whole = Lanes.whole(n);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector quick = FloatVector.broadcast(SPECIES, FloatMath.QUICK);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector gate = one.div(one.add(FloatVector.fromArray(SPECIES, e, i)));
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector derivative = v.mul(quick).mul(gate).fma(one.sub(gate), gate);
      FloatVector.fromArray(SPECIES, d, i).mul(derivative).intoArray(d, i);
      v.mul(gate).intoArray(x, i);
    }
    ScalarActivations.quickGeluBackward(x, e, d, whole, n);
  }
}
