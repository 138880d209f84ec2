package org.clip4j.data.tokenizer.text;

import java.util.HashMap;
import java.util.Map;

/**
 * Lower case as Python's {@code str.lower}: Unicode's mapping of each character, and the two rules
 * that one character does not decide.
 */
public final class LowerCase {
  private static final int CAPITAL_SIGMA = 'Σ';
  private static final int CAPITAL_I_WITH_DOT = 'İ';

  private static final Map<Integer, Integer> LOWER = read(Unicode.TABLE.get("lower"));
  private static final CodePointSet CASED = Unicode.set("cased");
  private static final CodePointSet IGNORABLE = Unicode.set("ignorable");

  private LowerCase() {}

  private static Map<Integer, Integer> read(String items) {
    Map<Integer, Integer> lower = new HashMap<>();
    for (String item : items.split(" ")) {
      int arrow = item.indexOf('>');
      int[] ends = CodePointSet.ends(item.substring(0, arrow));
      int to = Integer.parseInt(item.substring(arrow + 1), 16);
      for (int c = ends[0]; c <= ends[1]; c++) {
        lower.put(c, to + c - ends[0]);
      }
    }
    return lower;
  }

  /**
   * The lower case of a text.
   *
   * @param text any string
   * @return the same in lower case
   */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (codePoint < 0x80) {
        boolean capital = codePoint >= 'A' && codePoint <= 'Z';
        out.append((char) (capital ? codePoint + ('a' - 'A') : codePoint));
        continue;
      }
      switch (codePoint) {
        case CAPITAL_SIGMA -> out.append(isFinal(text, i) ? 'ς' : 'σ');
        case CAPITAL_I_WITH_DOT -> out.append("i\u0307");
        default -> out.appendCodePoint(LOWER.getOrDefault(codePoint, codePoint));
      }
    }
    return out.toString();
  }

  /** Unicode's Final_Sigma: a cased letter before, none after, not counting what is ignorable. */
  private static boolean isFinal(String text, int sigma) {
    int before = sigma;
    while (before > 0 && IGNORABLE.contains(text.codePointBefore(before))) {
      before -= Character.charCount(text.codePointBefore(before));
    }
    int after = sigma + 1;
    while (after < text.length() && IGNORABLE.contains(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    boolean casedBefore = before > 0 && CASED.contains(text.codePointBefore(before));
    boolean casedAfter = after < text.length() && CASED.contains(text.codePointAt(after));
    return casedBefore && !casedAfter;
  }
}
