package org.clip4j.core.kernels.simd;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * The formulas of {@link FloatMath}, operation for operation, for a vector. The API's own {@code
 * EXP} and {@code TANH} are avoided: their bits change when the code is compiled.
 */
final class VectorFunctions {

  private VectorFunctions() {}

  private static FloatVector constant(float c) {
    return FloatVector.broadcast(Lanes.SPECIES, c);
  }

  static FloatVector exp(FloatVector x) {
    FloatVector shifted = x.fma(constant(FloatMath.LOG2_E), constant(FloatMath.ROUNDER));
    FloatVector n = shifted.sub(constant(FloatMath.ROUNDER));
    FloatVector r = n.fma(constant(-FloatMath.LN2_HIGH), x);
    r = n.fma(constant(-FloatMath.LN2_LOW), r);
    FloatVector p = r.fma(constant(FloatMath.E6), constant(FloatMath.E5));
    p = p.fma(r, constant(FloatMath.E4));
    p = p.fma(r, constant(FloatMath.E3));
    p = p.fma(r, constant(FloatMath.E2));
    p = p.fma(r, constant(1f));
    p = p.fma(r, constant(1f));
    FloatVector y =
        p.reinterpretAsInts()
            .add(shifted.reinterpretAsInts().lanewise(LSHL, 23))
            .reinterpretAsFloats();
    y = y.blend(constant(0f), x.compare(LT, constant(FloatMath.EXP_LOWEST)));
    return y.blend(
        constant(Float.POSITIVE_INFINITY), x.compare(GT, constant(FloatMath.EXP_HIGHEST)));
  }

  static FloatVector bell(FloatVector x) {
    return exp(x.mul(constant(-0.5f)).mul(x));
  }

  static FloatVector normal(FloatVector x, FloatVector bell) {
    FloatVector t = constant(1f).div(x.lanewise(ABS).fma(constant(FloatMath.SLOPE), constant(1f)));
    FloatVector q = t.fma(constant(FloatMath.T6), constant(FloatMath.T5));
    q = q.fma(t, constant(FloatMath.T4));
    q = q.fma(t, constant(FloatMath.T3));
    q = q.fma(t, constant(FloatMath.T2));
    q = q.fma(t, constant(FloatMath.T1));
    FloatVector tail = q.mul(t).mul(bell);
    return constant(1f).sub(tail).blend(tail, x.compare(LT, constant(0f)));
  }

  static FloatVector gelu(FloatVector x) {
    return x.mul(normal(x, bell(x)));
  }

  static FloatVector geluSlope(FloatVector x) {
    FloatVector bell = bell(x);
    return x.mul(constant(FloatMath.DENSITY_AT_0)).fma(bell, normal(x, bell));
  }

  static FloatVector quickGate(FloatVector x) {
    return constant(1f).div(exp(x.mul(constant(-FloatMath.QUICK))).add(constant(1f)));
  }

  static FloatVector quickGelu(FloatVector x) {
    return x.mul(quickGate(x));
  }

  static FloatVector quickGeluSlope(FloatVector x) {
    FloatVector gate = quickGate(x);
    return x.mul(constant(FloatMath.QUICK)).mul(gate).fma(constant(1f).sub(gate), gate);
  }
}
