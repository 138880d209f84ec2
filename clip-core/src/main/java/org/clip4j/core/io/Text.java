package org.clip4j.core.io;

import java.nio.charset.StandardCharsets;

/** Makes names out of foreign files fit for a one-line message. */
final class Text {

  private static final int LONGEST = 200;

  private Text() {}

  /** The text in quotes, on one line, cut where it is absurdly long. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append(text.codePointCount(0, text.length()) > LONGEST ? "...\"" : "\"").toString();
  }

  /** Whether UTF-8 can hold the text: a Java string may have half of a surrogate pair. */
  static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** The text without line breaks. */
  static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
