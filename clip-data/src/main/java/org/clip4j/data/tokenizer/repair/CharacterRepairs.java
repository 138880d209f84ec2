package org.clip4j.data.tokenizer.repair;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.clip4j.data.tokenizer.text.CodePointSet;
import org.clip4j.data.tokenizer.text.CodePoints;
import org.clip4j.data.tokenizer.text.Unicode;

/**
 * Repairs that look at one character, or at neighbours: control codes of Latin-1 to the characters
 * of Windows-1252, Latin ligatures to letters, full and half width to the common width, curly
 * quotes to straight ones, line breaks to line feeds, surrogates to characters or U+FFFD, and then
 * away with terminal escapes and control codes that show nothing.
 */
final class CharacterRepairs {
  private static final int REPLACEMENT = 0xFFFD;
  private static final int ESCAPE = 0x1B;

  private static final CodePointSet DOUBLE_QUOTES = CodePointSet.parse("201C-201F");
  private static final CodePointSet SINGLE_QUOTES = CodePointSet.parse("2BC 2018-201B");
  private static final CodePointSet LINE_BREAKS = CodePointSet.parse("A D 85 2028-2029");

  /** Control codes but tab, line feed, form feed and return; Arabic shaping; annotations; BOM. */
  private static final CodePointSet DROPPED =
      CodePointSet.parse("0-8 B E-1F 7F 206A-206F FEFF FFF9-FFFC");

  private static final Map<Integer, String> LIGATURES = ligatures();

  /** What a character becomes by all repairs that look at one alone. */
  private static final Map<Integer, int[]> REPLACED = new HashMap<>();

  static {
    for (int c = 0x80; c <= 0xFFFF; c++) {
      int[] replaced = replaced(c);
      if (replaced.length != 1 || replaced[0] != c) {
        REPLACED.put(c, replaced);
      }
    }
  }

  private CharacterRepairs() {}

  /** Digraphs and typographic ligatures, with the letters that they show. */
  private static Map<Integer, String> ligatures() {
    Map<Integer, String> letters = new HashMap<>();
    String[] pairs = {
      "Ĳ", "IJ", "ĳ", "ij", "ŉ", "ʼn", "Ǳ", "DZ", "ǲ", "Dz", "ǳ", "dz", "Ǆ", "DŽ", "ǅ", "Dž", "ǆ",
      "dž", "Ǉ", "LJ", "ǈ", "Lj", "ǉ", "lj", "Ǌ", "NJ", "ǋ", "Nj", "ǌ", "nj", "ﬀ", "ff", "ﬁ", "fi",
      "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "ſt", "ﬆ", "st"
    };
    for (int i = 0; i < pairs.length; i += 2) {
      letters.put(pairs[i].codePointAt(0), pairs[i + 1]);
    }
    return letters;
  }

  private static int[] replaced(int c) {
    int plain = c <= 0x9F ? CodePages.WINDOWS_1252.decode(c) : c;
    String letters = LIGATURES.getOrDefault(plain, Character.toString(plain));
    return letters.codePoints().flatMap(l -> width(l).codePoints()).map(l -> quote(l)).toArray();
  }

  /** No JDK changes this: all of these characters are older than Unicode's promise of stability. */
  private static String width(int c) {
    boolean wide = c == 0x3000 || (c > 0xFF00 && c < 0xFFF0);
    String text = Character.toString(c);
    return wide ? Normalizer.normalize(text, Normalizer.Form.NFKC) : text;
  }

  private static int quote(int c) {
    return SINGLE_QUOTES.contains(c) ? '\'' : DOUBLE_QUOTES.contains(c) ? '"' : c;
  }

  /**
   * Makes all of these repairs, once.
   *
   * @return the same array where nothing changes
   */
  static int[] repair(int[] text) {
    boolean plain = true;
    for (int c : text) {
      plain &= (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t' || c == '\f';
    }
    if (plain) {
      return text;
    }
    int[] repaired = dropUnseen(replace(text));
    return Arrays.equals(text, repaired) ? text : repaired;
  }

  private static int[] replace(int[] text) {
    CodePoints out = new CodePoints(text.length);
    for (int i = 0; i < text.length; i++) {
      int c = text[i];
      int[] replaced = c < 0x80 ? null : REPLACED.get(c);
      boolean more = i + 1 < text.length;
      if (replaced != null) {
        out.add(replaced, 0, replaced.length);
      } else if (LINE_BREAKS.contains(c)) {
        out.add('\n');
        i += c == '\r' && more && text[i + 1] == '\n' ? 1 : 0;
      } else if (isSurrogate(c)) {
        boolean pair = more && c < Character.MIN_LOW_SURROGATE && isLowSurrogate(text[i + 1]);
        out.add(pair ? Character.toCodePoint((char) c, (char) text[++i]) : REPLACEMENT);
      } else {
        out.add(c);
      }
    }
    return out.toArray();
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static boolean isLowSurrogate(int c) {
    return c >= Character.MIN_LOW_SURROGATE && c <= Character.MAX_LOW_SURROGATE;
  }

  private static int[] dropUnseen(int[] text) {
    CodePoints out = new CodePoints(text.length);
    int i = 0;
    while (i < text.length) {
      int escape = text[i] == ESCAPE ? escapeLength(text, i) : 0;
      if (escape == 0 && !DROPPED.contains(text[i])) {
        out.add(text[i]);
      }
      i += Math.max(1, escape);
    }
    return out.toArray();
  }

  /** Length of the terminal escape at an index, such as those that set colours, or 0. */
  private static int escapeLength(int[] text, int at) {
    if (at + 1 == text.length || text[at + 1] != '[') {
      return 0;
    }
    int end = at + 2;
    while (end < text.length && (text[end] == ';' || Unicode.DIGIT.contains(text[end]))) {
      end++;
    }
    boolean letter = end < text.length && Ascii.isLetter(text[end]);
    return letter ? end + 1 - at : 0;
  }
}
