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

  /** Every half comes back, and what lies between two goes to the nearer, ties to the even one. */
  @Test
  void floatsGoToTheNearestHalf() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      float low = half(bits);
      // Past the last one stands what would be the next if the exponents went on.
      float high = bits == 0x7bff ? 65536 : half(bits + 1);
      float middle = (float) (((double) low + high) / 2);
      int even = bits % 2 == 0 ? bits : bits + 1;
      for (int sign : new int[] {0, 0x8000}) {
        float s = sign == 0 ? 1 : -1;
        assertEquals((short) (sign | bits), SmallFloats.toHalf(s * low));
        assertEquals((short) (sign | bits), SmallFloats.toHalf(s * Math.nextDown(middle)));
        assertEquals((short) (sign | even), SmallFloats.toHalf(s * middle));
        assertEquals((short) (sign | bits + 1), SmallFloats.toHalf(s * Math.nextUp(middle)));
      }
    }
    assertEquals((short) 0x7c00, SmallFloats.toHalf(1e30f));
    assertEquals((short) 0xfc00, SmallFloats.toHalf(Float.NEGATIVE_INFINITY));
    assertEquals((short) 0, SmallFloats.toHalf(Float.MIN_VALUE));
    assertEquals(0x7e00, SmallFloats.toHalf(Float.NaN) & 0x7e00);
  }

  private static float half(int bits) {
    return Float.intBitsToFloat(SmallFloats.halfToFloatBits((short) bits));
  }

  /** The same for bfloat16. */
  @Test
  void floatsGoToTheNearestBfloat() {
    for (int bits = 0; bits < 0x7f80; bits++) {
      int low = bits << 16;
      int even = bits % 2 == 0 ? bits : bits + 1;
      for (int sign : new int[] {0, 0x8000}) {
        int s = sign << 16;
        assertEquals((short) (sign | bits), bfloat(s | low));
        assertEquals((short) (sign | bits), bfloat(s | low + 0x7fff));
        assertEquals((short) (sign | even), bfloat(s | low + 0x8000));
        assertEquals((short) (sign | bits + 1), bfloat(s | low + 0x8001));
      }
    }
    assertEquals((short) 0xff80, SmallFloats.toBfloat(Float.NEGATIVE_INFINITY));
    assertEquals(0x7fc0, bfloat(0x7f800001) & 0x7fc0);
  }

  private static short bfloat(int bits) {
    return SmallFloats.toBfloat(Float.intBitsToFloat(bits));
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
