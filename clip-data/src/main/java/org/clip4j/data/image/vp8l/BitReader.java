package org.clip4j.data.image.vp8l;

import java.io.EOFException;

/** Bits from the lowest of each byte on. Past the end they are 0, which must be asked about. */
final class BitReader {
  private final byte[] bytes;
  private final int end;
  private int next;
  private long value;
  private int held;

  /** How many of the bits held are past the end. */
  private int invented;

  BitReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.next = offset;
    this.end = offset + length;
  }

  /** A number of at most 24 bits, the lowest first. */
  int read(int bits) {
    int number = peek(bits);
    skip(bits);
    return number;
  }

  boolean flag() {
    return read(1) != 0;
  }

  /** The next bits, which stay. */
  int peek(int bits) {
    if (held < bits) {
      refill();
    }
    return (int) value & ((1 << bits) - 1);
  }

  /** Passes over bits that were peeked at. */
  void skip(int bits) {
    value >>>= bits;
    held -= bits;
  }

  private void refill() {
    while (held <= Long.SIZE - 16) {
      if (next < end) {
        value |= (bytes[next++] & 0xffL) << held;
      } else {
        invented += 8;
      }
      held += 8;
    }
  }

  /** Refuses a stream of which more was read than there is. */
  void checkNotExhausted() throws EOFException {
    if (held < invented) {
      throw new EOFException();
    }
  }
}
