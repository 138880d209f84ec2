package org.clip4j.data.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * Makes a caption plain before it is cut into words: lone surrogates to U+FFFD, HTML unescaped
 * twice (captions from the web are often escaped once too often), white space collapsed to single
 * spaces and trimmed, lower case.
 *
 * <p>The order is that of open_clip's {@code basic_clean}, {@code whitespace_clean} and {@code
 * lower}.
 */
final class TextCleaner {
  private TextCleaner() {}

  static String clean(String text) {
    String repaired = repairSurrogates(text);
    String unescaped = HtmlEntities.unescape(HtmlEntities.unescape(repaired));
    return LowerCase.of(collapseSpaces(unescaped));
  }

  private static String repairSurrogates(String text) {
    boolean any = text.chars().anyMatch(unit -> Character.isSurrogate((char) unit));
    if (!any) {
      return text;
    }
    // The encoder writes U+FFFD for a surrogate that stands alone.
    return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
  }

  private static String collapseSpaces(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean pending = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        pending = true;
        continue;
      }
      if (pending && !out.isEmpty()) {
        out.append(' ');
      }
      pending = false;
      out.append(c);
    }
    return out.toString();
  }

  /** What Python's {@code str.split} splits at: no-break spaces too, which Java leaves out. */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
