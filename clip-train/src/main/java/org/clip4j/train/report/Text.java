package org.clip4j.train.report;

import java.util.Locale;

/** Numbers and foreign texts as a reader should see them. Escaping is the template's. */
final class Text {

  private static final int LONGEST_LINE = 300;
  private static final int LONGEST_BLOCK = 1 << 18;

  private Text() {}

  /** A caption or name: one line, no control characters, not endless. */
  static String line(String text) {
    return clean(text, LONGEST_LINE, false);
  }

  /** A configuration: lines and tabs stay. */
  static String block(String text) {
    return clean(text, LONGEST_BLOCK, true);
  }

  private static String clean(String text, int longest, boolean lines) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(longest + 1L)
        .forEach(
            c -> {
              boolean layout = lines && (c == '\n' || c == '\t');
              boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
              if (lone || (Character.isISOControl(c) && !layout)) {
                clean.append(lone ? '\ufffd' : ' ');
              } else {
                clean.appendCodePoint(c);
              }
            });
    if (clean.codePointCount(0, clean.length()) > longest) {
      clean.setLength(clean.offsetByCodePoints(0, longest));
      clean.append('\u2026');
    }
    return clean.toString();
  }

  /** A fraction as a percentage: one decimal, two where it is below 1%. */
  static String percent(double fraction) {
    double percent = 100 * fraction;
    boolean small = percent > 0 && percent < 0.995;
    return String.format(Locale.ROOT, small ? "%.2f%%" : "%.1f%%", percent);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A duration as one says it. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /**
   * A number to three or four significant digits, without a power of ten where it can do without.
   */
  static String number(double value) {
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    if (size >= 100) {
      return count(Math.round(value));
    }
    if (size < 1e-4) {
      return String.format(Locale.ROOT, "%.1e", value).replace("e-0", "e-");
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
