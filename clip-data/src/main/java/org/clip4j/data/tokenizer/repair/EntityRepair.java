package org.clip4j.data.tokenizer.repair;

import java.util.Locale;
import java.util.Optional;
import org.clip4j.data.tokenizer.text.CodePoints;
import org.clip4j.data.tokenizer.text.HtmlEntities;

/**
 * HTML character references in text that is not HTML: only those that end in a semicolon, but names
 * of small letters also in capitals, which stand for the capital of their character.
 */
final class EntityRepair {
  private static final int MOST_LETTERS = 24;

  private EntityRepair() {}

  /** Replaces every reference once; returns the same array where there is none. */
  static int[] unescape(int[] text) {
    CodePoints out = null;
    int copied = 0;
    for (int i = 0; i < text.length; i++) {
      int end = text[i] == '&' ? end(text, i + 1) : 0;
      if (end == 0) {
        continue;
      }
      Optional<String> characters = characters(text, i + 1, end - 1);
      if (characters.isPresent()) {
        out = out == null ? new CodePoints(text.length) : out;
        out.add(text, copied, i);
        int[] points = CodePoints.of(characters.get());
        out.add(points, 0, points.length);
        copied = end;
      }
      i = end - 1;
    }
    if (out == null) {
      return text;
    }
    out.add(text, copied, text.length);
    return out.toArray();
  }

  /**
   * The index behind the semicolon of a reference whose name or number begins at an index, or 0 if
   * there is none: a number sign or not, 1 to 24 letters and digits, a semicolon.
   */
  static int end(int[] text, int at) {
    int i = at < text.length && text[at] == '#' ? at + 1 : at;
    int start = i;
    while (i < text.length && i - start < MOST_LETTERS && isLetterOrDigit(text[i])) {
      i++;
    }
    return i > start && i < text.length && text[i] == ';' ? i + 1 : 0;
  }

  private static boolean isLetterOrDigit(int c) {
    return Ascii.isLetter(c) || Ascii.isDigit(c);
  }

  /** What a reference stands for, given without ampersand and semicolon; nothing if unknown. */
  static Optional<String> characters(int[] text, int from, int to) {
    String reference = new String(text, from, to - from);
    return reference.startsWith("#") ? numbered(reference) : named(reference);
  }

  private static Optional<String> numbered(String reference) {
    boolean hexadecimal = reference.charAt(1) == 'x' || reference.charAt(1) == 'X';
    int radix = hexadecimal ? 16 : 10;
    String digits = reference.substring(hexadecimal ? 2 : 1);
    if (digits.isEmpty() || !digits.chars().allMatch(d -> Character.digit(d, radix) >= 0)) {
      return Optional.empty();
    }
    String characters = HtmlEntities.numbered(digits, radix);
    // The reference takes a semicolon that comes out for the one of a reference half read.
    return characters.equals(";") ? Optional.empty() : Optional.of(characters);
  }

  private static Optional<String> named(String name) {
    Optional<String> exact = HtmlEntities.named(name);
    if (exact.isPresent() || !name.equals(name.toUpperCase(Locale.ROOT))) {
      return exact;
    }
    String whole = '&' + name + ';';
    boolean ambiguous = !HtmlEntities.unescape(whole).equals(whole);
    return ambiguous
        ? Optional.empty()
        : HtmlEntities.named(name.toLowerCase(Locale.ROOT))
            .map(characters -> characters.toUpperCase(Locale.ROOT));
  }
}
