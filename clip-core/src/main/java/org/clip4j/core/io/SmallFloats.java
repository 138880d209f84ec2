package org.clip4j.core.io;

/**
 * The 16-bit floating-point formats. Widened to binary32 they are exact, for every value has one
 * there; binary32 is rounded to the nearest of theirs, ties to even.
 */
final class SmallFloats {

  private static final int HALF_EXPONENT = 0x7c00;
  private static final int HALF_MANTISSA = 0x03ff;
  private static final int HALF_MANTISSA_BITS = 10;
  private static final int WIDENED_BY = 23 - HALF_MANTISSA_BITS;
  private static final int BIAS_DIFFERENCE = 127 - 15;

  private SmallFloats() {}

  /** The bits of the binary32 with the value of an IEEE 754 binary16; NaN keeps its payload. */
  static int halfToFloatBits(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half & HALF_EXPONENT;
    int mantissa = half & HALF_MANTISSA;
    if (exponent == HALF_EXPONENT) {
      return sign | 0x7f800000 | mantissa << WIDENED_BY;
    }
    if (exponent == 0) {
      // Subnormal: the mantissa counts steps of 2^-24. Never computed on subnormal binary32 values,
      // which a library may have told the processor to flush to zero.
      return sign | Float.floatToRawIntBits(mantissa * 0x1p-24f);
    }
    return sign | ((exponent | mantissa) << WIDENED_BY) + (BIAS_DIFFERENCE << 23);
  }

  /** The binary16 nearest to a value; from 65520 on that is infinity. */
  static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & Integer.MAX_VALUE;
    if (magnitude > 0x7f800000) {
      return (short) (sign | HALF_EXPONENT | 0x200); // NaN
    }
    if (magnitude >= 0x47800000) {
      return (short) (sign | HALF_EXPONENT); // From 65536 on: infinity.
    }
    if (magnitude < 0x38800000) {
      // Subnormal, below 2^-14: the mantissa counts steps of 2^-24. The product is exact.
      return (short) (sign | (int) Math.rint(Math.abs((double) value) * 0x1p24));
    }
    int rounded = magnitude + 0xfff + (magnitude >>> WIDENED_BY & 1);
    return (short) (sign | rounded - (BIAS_DIFFERENCE << 23) >>> WIDENED_BY);
  }

  /** The bfloat16 nearest to a value. */
  static short toBfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** The bits of the binary32 with the value of a bfloat16, which is its upper half. */
  static int bfloatToFloatBits(short bfloat) {
    return bfloat << 16;
  }
}
