package org.clip4j.core.io;

/** The 16-bit floating-point formats, widened to binary32: exact, every value has one there. */
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

  /** The bits of the binary32 with the value of a bfloat16, which is its upper half. */
  static int bfloatToFloatBits(short bfloat) {
    return bfloat << 16;
  }
}
