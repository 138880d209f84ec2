package org.clip4j.data.image.vp8l;

import java.io.IOException;
import java.util.Arrays;

/** RFC 9649, section 3.7.2.1: reads the lengths that make a prefix code. */
final class CodeReader {
  /** In this order come the lengths of the code that the lengths are written with. */
  private static final int[] ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  /** From here on a symbol stands for repetition. */
  private static final int FIRST_REPETITION = 16;

  private static final int[] REPETITION_BITS = {2, 3, 7};
  private static final int[] REPETITION_LEAST = {3, 3, 11};

  private final BitReader in;

  CodeReader(BitReader in) {
    this.in = in;
  }

  /**
   * Reads a code.
   *
   * @param symbols how many symbols there are
   */
  PrefixCode read(int symbols) throws IOException {
    int[] lengths = in.flag() ? simple(symbols) : coded(symbols);
    in.checkNotExhausted();
    return new PrefixCode(lengths);
  }

  /** One or two symbols of one bit each; what is beyond the alphabet does not count. */
  private int[] simple(int symbols) {
    int[] lengths = new int[Math.max(256, symbols)];
    boolean two = in.flag();
    boolean wide = in.flag();
    lengths[in.read(wide ? 8 : 1)] = 1;
    if (two) {
      lengths[in.read(8)] = 1;
    }
    return Arrays.copyOf(lengths, symbols);
  }

  private int[] coded(int symbols) throws IOException {
    int[] ofLengths = new int[ORDER.length];
    int count = 4 + in.read(4);
    for (int i = 0; i < count; i++) {
      ofLengths[ORDER[i]] = in.read(3);
    }
    PrefixCode code = new PrefixCode(ofLengths);
    int left = symbols;
    if (in.flag()) {
      int bits = 2 + 2 * in.read(3);
      left = 2 + in.read(bits);
      if (left > symbols) {
        throw new IOException("a prefix code of too many symbols");
      }
    }
    int[] lengths = new int[symbols];
    int before = 8;
    int symbol = 0;
    while (symbol < symbols && left-- > 0) {
      int length = code.read(in);
      if (length < FIRST_REPETITION) {
        lengths[symbol++] = length;
        before = length == 0 ? before : length;
        continue;
      }
      int kind = length - FIRST_REPETITION;
      int times = REPETITION_LEAST[kind] + in.read(REPETITION_BITS[kind]);
      if (times > symbols - symbol) {
        throw new IOException("a prefix code of too many symbols");
      }
      Arrays.fill(lengths, symbol, symbol + times, kind == 0 ? before : 0);
      symbol += times;
    }
    return lengths;
  }
}
