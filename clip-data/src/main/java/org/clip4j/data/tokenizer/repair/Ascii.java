package org.clip4j.data.tokenizer.repair;

/** Letters and digits of ASCII alone. */
final class Ascii {
  private Ascii() {}

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAll(int[] text) {
    for (int c : text) {
      if (c >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
