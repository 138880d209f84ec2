package org.clip4j.core.io;

import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/** Values of FLOAT or DOUBLE arrays in another floating-point type of the format. */
final class FloatRounding {

  private FloatRounding() {}

  /** Whether there is something to convert. */
  static boolean isNeeded(DataType from, Dtype to) {
    boolean floating = from == DataType.FLOAT || from == DataType.DOUBLE;
    return floating && Dtype.of(from).filter(to::equals).isEmpty();
  }

  /**
   * Converts values, rounding to the nearest, ties to even.
   *
   * @param in values of type {@code from}, to the buffer's limit
   * @param out receives them
   * @return the index of the first finite value that became infinite, -1 if there is none
   */
  static int convert(ByteBuffer in, DataType from, ByteBuffer out, Dtype to) {
    int overflow = -1;
    for (int i = 0; in.hasRemaining(); i++) {
      double value = from == DataType.FLOAT ? in.getFloat() : in.getDouble();
      boolean stays = put(out, value, to);
      if (!stays && overflow < 0) {
        overflow = i;
      }
    }
    return overflow;
  }

  /** Returns whether a finite value stayed finite. */
  private static boolean put(ByteBuffer out, double value, Dtype to) {
    double stored;
    switch (to) {
      case F64 -> {
        out.putDouble(value);
        stored = value;
      }
      case F32 -> {
        out.putFloat((float) value);
        stored = (float) value;
      }
      case F16 -> {
        short half = SmallFloats.toHalf((float) value);
        out.putShort(half);
        stored = Float.intBitsToFloat(SmallFloats.halfToFloatBits(half));
      }
      case BF16 -> {
        short bfloat = SmallFloats.toBfloat((float) value);
        out.putShort(bfloat);
        stored = Float.intBitsToFloat(SmallFloats.bfloatToFloatBits(bfloat));
      }
      default -> throw new IllegalArgumentException(to + " is no type of floats to write");
    }
    return Double.isFinite(stored) || !Double.isFinite(value);
  }
}
