package org.clip4j.data.image.vp8l;

import java.io.IOException;

/**
 * A canonical prefix code (RFC 9649, section 3.7.2): short codes by a table, longer ones bit by
 * bit, so that a code takes no more memory than its symbols.
 */
final class PrefixCode {
  static final int LONGEST = 15;

  private static final int TABLE_BITS = 8;
  private static final int LENGTH_BITS = 4;

  private final int tableBits;

  /** By the next bits: a symbol above the length of its code; 0 where that is longer. */
  private final char[] table;

  /** How many codes there are of each length. */
  private final int[] counts = new int[LONGEST + 1];

  /** By code. */
  private final char[] symbols;

  /**
   * @param lengths of the code of each symbol, 0 for none
   * @throws IOException if no code, or no complete one, has such lengths
   */
  PrefixCode(int[] lengths) throws IOException {
    int used = 0;
    int longest = 0;
    for (int length : lengths) {
      if (length > 0) {
        counts[length]++;
        used++;
        longest = Math.max(longest, length);
      }
    }
    symbols = new char[used];
    int[] place = new int[LONGEST + 2];
    for (int length = 1; length <= LONGEST; length++) {
      place[length + 1] = place[length] + counts[length];
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        symbols[place[lengths[symbol]]++] = (char) symbol;
      }
    }
    // A code of one symbol takes no bits.
    tableBits = used == 1 ? 0 : Math.min(TABLE_BITS, longest);
    table = new char[1 << tableBits];
    if (used != 1) {
      checkComplete();
      fillTable();
    }
  }

  private void checkComplete() throws IOException {
    int open = 1;
    for (int length = 1; length <= LONGEST && open >= 0; length++) {
      open = 2 * open - counts[length];
    }
    if (open != 0) {
      throw new IOException("a prefix code that is not one");
    }
  }

  private void fillTable() {
    int code = 0;
    int index = 0;
    for (int length = 1; length <= tableBits; length++) {
      for (int i = 0; i < counts[length]; i++, code++, index++) {
        int first = Integer.reverse(code) >>> (Integer.SIZE - length);
        for (int entry = first; entry < table.length; entry += 1 << length) {
          table[entry] = (char) (symbols[index] << LENGTH_BITS | length);
        }
      }
      code <<= 1;
    }
  }

  /** Reads a symbol. */
  int read(BitReader in) {
    if (tableBits == 0) {
      return symbols[0];
    }
    int bits = in.peek(LONGEST);
    int entry = table[bits & (table.length - 1)];
    if (entry != 0) {
      in.skip(entry & ((1 << LENGTH_BITS) - 1));
      return entry >> LENGTH_BITS;
    }
    return readLong(in, bits);
  }

  /** Codes of a length are consecutive numbers, so the first of each length suffices. */
  private int readLong(BitReader in, int bits) {
    int first = 0;
    int index = 0;
    int code = 0;
    for (int length = 1; ; length++) {
      code |= bits >> (length - 1) & 1;
      int count = counts[length];
      if (code - first < count) {
        in.skip(length);
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
  }
}
