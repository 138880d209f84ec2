package org.clip4j.data.image.vp8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The arithmetic decoder of RFC 6386, section 7: yes or no, each with the probability it was
 * written with.
 */
final class BoolDecoder {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bits that a refill brings, so that what is left of the last one has room above them. */
  private static final int REFILL_BITS = 56;

  private final byte[] bytes;
  private final int end;
  private int next;
  private long value;

  /** How many bits of {@link #value} lie below the eight that are compared; below 0: refill. */
  private int spare = -8;

  /** The range, less one. */
  private int range = 254;

  private boolean ranOut;

  BoolDecoder(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.next = offset;
    this.end = offset + length;
    refill();
  }

  /**
   * Reads a bit.
   *
   * @param probability that it is 0, in parts of 256
   */
  int bit(int probability) {
    if (spare < 0) {
      refill();
    }
    int split = range * probability >> 8;
    int bit;
    int left;
    // No writer makes a value beyond the range, but a damaged file may: libwebp has 32 bits for it.
    if ((value >>> spare & 0xffffffffL) > split) {
      value -= (long) (split + 1) << spare;
      left = range - split;
      bit = 1;
    } else {
      left = split + 1;
      bit = 0;
    }
    int shift = Integer.numberOfLeadingZeros(left) - 24;
    range = (left << shift) - 1;
    spare -= shift;
    return bit;
  }

  boolean flag(int probability) {
    return bit(probability) != 0;
  }

  /** A bit that is as likely 0 as 1. */
  boolean flag() {
    return bit(128) != 0;
  }

  /** A number of {@code bits} bits, the highest first. */
  int number(int bits) {
    int number = 0;
    for (int i = 0; i < bits; i++) {
      number = number << 1 | bit(128);
    }
    return number;
  }

  /** A number, and behind it its sign. */
  int signed(int bits) {
    int number = number(bits);
    return flag() ? -number : number;
  }

  /** A number with its sign where a flag says so, else 0. */
  int optionalSigned(int bits) {
    return flag() ? signed(bits) : 0;
  }

  /** Whether bits were read that are not there; they were 0. */
  boolean ranOut() {
    return ranOut;
  }

  private void refill() {
    if (end - next >= Long.BYTES) {
      value = value << REFILL_BITS | (long) LONG.get(bytes, next) >>> (Long.SIZE - REFILL_BITS);
      next += REFILL_BITS / 8;
      spare += REFILL_BITS;
    } else if (next < end) {
      value = value << 8 | bytes[next++] & 0xff;
      spare += 8;
    } else if (!ranOut) {
      value <<= 8;
      spare += 8;
      ranOut = true;
    } else {
      // The picture is refused anyway; only the shifts must stay within their range.
      spare = 0;
    }
  }
}
