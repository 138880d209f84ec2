package org.clip4j.core.kernels.simd;

/**
 * Functions of one float, in operations that IEEE 754 fixes, so that cold and compiled code agree.
 * The vectorised loops have the same formulas, operation for operation; the Vector API's own {@code
 * EXP} and {@code TANH} are avoided, for their bits change when the code is compiled.
 *
 * <p>The polynomials are weighted minimax fits made for this class. {@code exp} is within 0.9 units
 * in the last place; the normal distribution function within 2e-7.
 */
final class FloatMath {

  /** Below this exp is 0, which keeps denormal numbers out. */
  static final float EXP_LOWEST = -87f;

  /** Above this exp is infinite. */
  static final float EXP_HIGHEST = 88.722f;

  /** Added to a small number, it leaves the nearest integer in the lowest bits. */
  static final float ROUNDER = 12582912f;

  static final float LOG2_E = 1.4426950408889634f;
  // ln 2 in two pieces; multiples of the first are exact.
  static final float LN2_HIGH = 0.693145751953125f;
  static final float LN2_LOW = 1.428606765330187e-06f;

  // exp(r) = 1 + r + r^2 (E2 + E3 r + ...) for |r| <= ln 2 / 2
  static final float E2 = 0.4999999403953552f;
  static final float E3 = 0.1666651964187622f;
  static final float E4 = 0.04166839271783829f;
  static final float E5 = 0.008368780836462975f;
  static final float E6 = 0.001381446490995586f;

  // Phi(-a) = exp(-a^2 / 2) (T1 t + T2 t^2 + ...) with t = 1 / (1 + SLOPE a), a >= 0
  static final float SLOPE = 0.28f;
  static final float T1 = 0.11672904342412949f;
  static final float T2 = 0.06623013317584991f;
  static final float T3 = 0.2719705402851105f;
  static final float T4 = -0.24066688120365143f;
  static final float T5 = 0.39206522703170776f;
  static final float T6 = -0.10632806271314621f;

  // log((1 + s) / (1 - s)) = 2 s (1 + L3 s^2 + L5 s^4 + ...), the series of the inverse hyperbolic
  // tangent; for s <= 1/3 the terms left out are below 2e-8 of the sum.
  static final float L3 = 1f / 3;
  static final float L5 = 1f / 5;
  static final float L7 = 1f / 7;
  static final float L9 = 1f / 9;
  static final float L11 = 1f / 11;
  static final float L13 = 1f / 13;

  /** 1 / sqrt(2 pi). */
  static final float DENSITY_AT_0 = 0.3989422804014327f;

  /** OpenAI's constant in QuickGELU. */
  static final float QUICK = 1.702f;

  private static final double LN2 = 0.6931471805599453;

  private FloatMath() {}

  static float exp(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(E6, r, E5);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    int exponent = Float.floatToRawIntBits(shifted) << 23;
    float y = Float.intBitsToFloat(Float.floatToRawIntBits(p) + exponent);
    if (x < EXP_LOWEST) {
      return 0f;
    }
    return x > EXP_HIGHEST ? Float.POSITIVE_INFINITY : y;
  }

  /** The normal distribution function, given {@code bell = exp(-x^2 / 2)}. */
  static float normal(float x, float bell) {
    float t = 1f / Math.fma(Math.abs(x), SLOPE, 1f);
    float q = Math.fma(T6, t, T5);
    q = Math.fma(q, t, T4);
    q = Math.fma(q, t, T3);
    q = Math.fma(q, t, T2);
    q = Math.fma(q, t, T1);
    float tail = q * t * bell;
    return x < 0f ? tail : 1f - tail;
  }

  /** {@code log(1 + e)} for {@code e} in [0, 1]; within 2 units in the last place. */
  static float log1p(float e) {
    float s = e / (e + 2f);
    float z = s * s;
    float q = Math.fma(z, L13, L11);
    q = Math.fma(q, z, L9);
    q = Math.fma(q, z, L7);
    q = Math.fma(q, z, L5);
    q = Math.fma(q, z, L3);
    float twice = s + s;
    return Math.fma(twice * z, q, twice);
  }

  /** The natural logarithm of a positive, normal float; within 1e-9. */
  static double log(float x) {
    int bits = Float.floatToRawIntBits(x);
    if (bits < 0x00800000 || bits >= 0x7f800000) {
      return StrictMath.log(x);
    }
    // x = m * 2^e with m between sqrt(1/2) and sqrt(2).
    int e = (bits - 0x3f3504f3) >> 23;
    double m = Float.intBitsToFloat(bits - (e << 23));
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double series = 1 + z * (1.0 / 3 + z * (0.2 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11)))));
    return e * LN2 + 2 * s * series;
  }
}
