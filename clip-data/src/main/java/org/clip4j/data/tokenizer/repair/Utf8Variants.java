package org.clip4j.data.tokenizer.repair;

import java.util.Optional;
import org.clip4j.data.tokenizer.text.CodePoints;
import org.clip4j.data.tokenizer.text.Utf8;

/**
 * UTF-8 with two habits of other encoders: CESU-8, which writes a character above FFFF hex as two
 * surrogates of three bytes each, and Java's C0 80 for the character 0.
 *
 * <p>As in the reference, a line break at the very end stands in for a last byte that is missing
 * from either, and is lost.
 */
final class Utf8Variants {
  private static final int ZERO = 0xC0;
  private static final int SURROGATES = 0xED;
  private static final int PAIR = 6;

  private Utf8Variants() {}

  /** Decodes what is without fault; nothing if a byte is wrong. */
  static Optional<int[]> decode(byte[] bytes) {
    CodePoints out = new CodePoints(bytes.length);
    int length;
    for (int i = 0; i < bytes.length; i += length) {
      int lead = bytes[i] & 0xFF;
      if (lead == ZERO
          && i + 1 < bytes.length
          && (at(bytes, i + 1) == 0x80 || ends(bytes, i + 1))) {
        out.add(0);
        length = 2;
      } else if (lead == SURROGATES && isPair(bytes, i)) {
        out.add(pair(bytes, i));
        length = PAIR;
      } else {
        length = Utf8.length(bytes, i);
        if (length < 0) {
          return Optional.empty();
        }
        out.add(Utf8.codePoint(bytes, i, length));
      }
    }
    return Optional.of(out.toArray());
  }

  private static boolean isPair(byte[] bytes, int i) {
    if (bytes.length - i < PAIR) {
      return false;
    }
    int last = at(bytes, i + 5);
    return (at(bytes, i + 1) & 0xF0) == 0xA0
        && (at(bytes, i + 2) & 0xC0) == 0x80
        && at(bytes, i + 3) == SURROGATES
        && (at(bytes, i + 4) & 0xF0) == 0xB0
        && ((last & 0xC0) == 0x80 || ends(bytes, i + 5));
  }

  private static int pair(byte[] bytes, int i) {
    int bits = (at(bytes, i + 1) & 0x0F) << 16;
    bits |= (at(bytes, i + 2) & 0x3F) << 10;
    bits |= (at(bytes, i + 4) & 0x0F) << 6;
    bits |= at(bytes, i + 5) & 0x3F;
    return Character.MIN_SUPPLEMENTARY_CODE_POINT + bits;
  }

  /** Whether the last byte stands at an index, and is a line break. */
  private static boolean ends(byte[] bytes, int i) {
    return i == bytes.length - 1 && bytes[i] == '\n';
  }

  private static int at(byte[] bytes, int i) {
    return bytes[i] & 0xFF;
  }
}
