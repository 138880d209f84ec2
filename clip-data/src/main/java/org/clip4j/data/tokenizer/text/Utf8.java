package org.clip4j.data.tokenizer.text;

import java.util.Optional;

/**
 * UTF-8 as Python decodes it. The JDK's decoder tells good from bad as well, but counts the bad
 * otherwise: it makes one U+FFFD of an encoded surrogate, where Python makes three.
 */
public final class Utf8 {
  private static final int REPLACEMENT = 0xFFFD;

  private Utf8() {}

  /**
   * Decodes, with a U+FFFD for each longest piece that could have begun a character, and for each
   * byte that could not.
   *
   * @param bytes any bytes
   * @return the text
   */
  public static String replacing(byte[] bytes) {
    CodePoints out = new CodePoints(bytes.length);
    int length;
    for (int i = 0; i < bytes.length; i += Math.abs(length)) {
      length = length(bytes, i);
      out.add(length > 0 ? codePoint(bytes, i, length) : REPLACEMENT);
    }
    return new String(out.toArray(), 0, out.size());
  }

  /**
   * Decodes what is without fault.
   *
   * @param bytes any bytes
   * @return the code points, or nothing if a byte is wrong
   */
  public static Optional<int[]> strict(byte[] bytes) {
    CodePoints out = new CodePoints(bytes.length);
    int length;
    for (int i = 0; i < bytes.length; i += length) {
      length = length(bytes, i);
      if (length < 0) {
        return Optional.empty();
      }
      out.add(codePoint(bytes, i, length));
    }
    return Optional.of(out.toArray());
  }

  /**
   * How many bytes the character at an index takes.
   *
   * @param bytes any bytes
   * @param at an index into them
   * @return 1 to 4, or, where none stands there, minus the number of bytes that could begin one
   */
  public static int length(byte[] bytes, int at) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return -1;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (int k = 1; k < length; k++) {
      boolean good = at + k < bytes.length && continues(lead, k, bytes[at + k] & 0xFF);
      if (!good) {
        return -k;
      }
    }
    return length;
  }

  /** Whether a byte may follow: the second one must make neither a surrogate nor a longer form. */
  private static boolean continues(int lead, int k, int next) {
    int low = 0x80;
    int high = 0xBF;
    if (k == 1) {
      switch (lead) {
        case 0xE0 -> low = 0xA0;
        case 0xED -> high = 0x9F;
        case 0xF0 -> low = 0x90;
        case 0xF4 -> high = 0x8F;
        default -> {}
      }
    }
    return next >= low && next <= high;
  }

  /**
   * The character at an index.
   *
   * @param bytes UTF-8
   * @param at where it begins
   * @param length how many bytes it takes
   * @return its code point
   */
  public static int codePoint(byte[] bytes, int at, int length) {
    int codePoint = length == 1 ? bytes[at] : bytes[at] & (0x7F >> length);
    for (int k = 1; k < length; k++) {
      codePoint = codePoint << 6 | (bytes[at + k] & 0x3F);
    }
    return codePoint;
  }
}
