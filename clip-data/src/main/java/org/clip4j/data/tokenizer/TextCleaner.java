package org.clip4j.data.tokenizer;

import org.clip4j.data.tokenizer.repair.TextRepair;
import org.clip4j.data.tokenizer.text.HtmlEntities;
import org.clip4j.data.tokenizer.text.LowerCase;
import org.clip4j.data.tokenizer.text.Unicode;

/**
 * Makes a caption plain before it is cut into words: repairs it, unescapes HTML twice (captions
 * from the web are often escaped once too often), collapses white space to single spaces, trims,
 * makes lower case.
 *
 * <p>The order is that of open_clip's {@code basic_clean}, {@code whitespace_clean} and {@code
 * lower}.
 */
final class TextCleaner {
  private TextCleaner() {}

  static String clean(String text) {
    String repaired = TextRepair.repair(text);
    String unescaped = HtmlEntities.unescape(HtmlEntities.unescape(repaired));
    return LowerCase.of(collapseSpaces(unescaped));
  }

  private static String collapseSpaces(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean pending = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Unicode.SPACE.contains(c)) {
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
}
