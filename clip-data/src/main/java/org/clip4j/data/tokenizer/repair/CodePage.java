package org.clip4j.data.tokenizer.repair;

import java.util.Arrays;

/**
 * A one-byte encoding: which character each byte stands for. Below 80 hex all of them are ASCII,
 * but that a sloppy one has U+FFFD for the byte 1A.
 *
 * <p>Sloppy means that bytes the standard leaves open stand for the code points of their number, as
 * browsers have it, so that any bytes can be read, and that a character that an earlier reader
 * could not make out is kept, as {@link #LOST}.
 */
final class CodePage {
  /** The byte that U+FFFD becomes. */
  static final byte LOST = 0x1A;

  private static final int REPLACEMENT = 0xFFFD;
  private static final int HIGH = 0x80;
  private static final short NONE = -1;

  private final String name;
  private final boolean sloppy;
  private final int[] decoded = new int[256];

  /** The byte of a character below 10000 hex, by its high eight bits; null where none has one. */
  private final short[][] encoded = new short[256][];

  /**
   * A code page.
   *
   * @param name what the reference calls it
   * @param high the 128 characters from byte 80 on
   */
  CodePage(String name, int[] high) {
    if (high.length != HIGH) {
      throw new IllegalArgumentException(
          "code page " + name + " has " + high.length + " characters from 80 on, expected " + HIGH);
    }
    this.name = name;
    sloppy = name.startsWith("sloppy");
    for (int b = 0; b < HIGH; b++) {
      decoded[b] = sloppy && b == LOST ? REPLACEMENT : b;
      decoded[HIGH + b] = high[b];
    }
    for (int b = 0; b < decoded.length; b++) {
      int row = decoded[b] >> 8;
      if (encoded[row] == null) {
        encoded[row] = new short[256];
        Arrays.fill(encoded[row], NONE);
      }
      encoded[row][decoded[b] & 0xFF] = (short) b;
    }
  }

  String name() {
    return name;
  }

  boolean isSloppy() {
    return sloppy;
  }

  /** The character of a byte from 0 to 255. */
  int decode(int b) {
    return decoded[b];
  }

  /** Whether every character of a text has a byte. */
  boolean canEncode(int[] text) {
    for (int c : text) {
      if (byteOf(c) == NONE) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of a text that {@link #canEncode} allows. */
  byte[] encode(int[] text) {
    byte[] bytes = new byte[text.length];
    for (int i = 0; i < text.length; i++) {
      bytes[i] = (byte) byteOf(text[i]);
    }
    return bytes;
  }

  private short byteOf(int c) {
    short[] row = c > Character.MAX_VALUE ? null : encoded[c >> 8];
    return row == null ? NONE : row[c & 0xFF];
  }
}
