package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SmallFloatsTest {

  /** All 65,536 values against the definition of IEEE 754 binary16, computed in double. */
  @Test
  void everyHalfHasItsValue() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 0x1f;
      int mantissa = bits & 0x3ff;
      double sign = bits >> 15 == 0 ? 1 : -1;
      int actual = SmallFloats.halfToFloatBits((short) bits);
      int expected;
      if (exponent == 31 && mantissa != 0) {
        expected = (sign < 0 ? 0xff800000 : 0x7f800000) | mantissa << 13;
      } else if (exponent == 31) {
        expected = Float.floatToRawIntBits((float) (sign * Double.POSITIVE_INFINITY));
      } else {
        double magnitude =
            exponent == 0
                ? Math.scalb((double) mantissa, -24)
                : Math.scalb(1024.0 + mantissa, exponent - 25);
        expected = Float.floatToRawIntBits((float) (sign * magnitude));
      }
      assertEquals(expected, actual, () -> "of a half");
    }
  }

  /** All 65,536 values: sign, 8 bits of exponent with bias 127, 7 bits of mantissa. */
  @Test
  void everyBfloatHasItsValue() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 7 & 0xff;
      int mantissa = bits & 0x7f;
      double sign = bits >> 15 == 0 ? 1 : -1;
      float actual = Float.intBitsToFloat(SmallFloats.bfloatToFloatBits((short) bits));
      double expected;
      if (exponent == 255) {
        expected = mantissa == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
      } else if (exponent == 0) {
        expected = sign * Math.scalb((double) mantissa, -133);
      } else {
        expected = sign * Math.scalb(128.0 + mantissa, exponent - 134);
      }
      assertEquals(expected, (double) actual);
    }
  }
}
