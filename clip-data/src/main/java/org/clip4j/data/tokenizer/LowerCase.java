package org.clip4j.data.tokenizer;

/**
 * Lower case by Unicode's own rules, as Python's {@code str.lower}.
 *
 * <p>{@link String#toLowerCase(java.util.Locale)} differs in one thing: whether a Greek capital
 * sigma ends a word it asks a break iterator, which takes {@code "ΚΩΣ-ΡΟΔΟΣ"} for one word.
 */
final class LowerCase {
  private static final int CAPITAL_SIGMA = 'Σ';
  private static final int CAPITAL_I_WITH_DOT = 'İ';

  /** Punctuation that may stand inside a word. */
  private static final String WORD_PUNCTUATION =
      "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

  private LowerCase() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      switch (codePoint) {
        case CAPITAL_SIGMA -> out.append(isFinal(text, i) ? 'ς' : 'σ');
        case CAPITAL_I_WITH_DOT -> out.append("i\u0307");
        default -> out.appendCodePoint(Character.toLowerCase(codePoint));
      }
    }
    return out.toString();
  }

  /** Unicode's Final_Sigma: a cased letter before, none after, not counting what is ignorable. */
  private static boolean isFinal(String text, int sigma) {
    int before = sigma;
    while (before > 0 && isCaseIgnorable(text.codePointBefore(before))) {
      before -= Character.charCount(text.codePointBefore(before));
    }
    int after = sigma + 1;
    while (after < text.length() && isCaseIgnorable(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    boolean casedBefore = before > 0 && isCased(text.codePointBefore(before));
    boolean casedAfter = after < text.length() && isCased(text.codePointAt(after));
    return casedBefore && !casedAfter;
  }

  private static boolean isCased(int codePoint) {
    return Character.isLowerCase(codePoint)
        || Character.isUpperCase(codePoint)
        || Character.isTitleCase(codePoint);
  }

  private static boolean isCaseIgnorable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> WORD_PUNCTUATION.indexOf(codePoint) >= 0;
    };
  }
}
