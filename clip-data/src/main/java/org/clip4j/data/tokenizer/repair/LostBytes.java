package org.clip4j.data.tokenizer.repair;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bytes that would be UTF-8, had not one of them been changed on the way.
 *
 * <p>A no-break space (A0) often comes as a plain one, and a byte that a code page leaves open as
 * {@link CodePage#LOST} or as a question mark. The first kind can be put back, the second becomes
 * U+FFFD as a whole.
 */
final class LostBytes {
  private static final byte SPACE = 0x20;
  private static final byte NO_BREAK_SPACE = (byte) 0xA0;
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

  /** A with grave accent before one of these was no word of its own, but began a Portuguese one. */
  private static final List<byte[]> AFTER_A_GRAVE =
      List.of(ascii(" "), ascii("quele"), ascii("quela"), ascii("quilo"), ascii("s "));

  private LostBytes() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Puts back the no-break spaces of what looks like UTF-8 otherwise. */
  static byte[] restoreNoBreakSpaces(byte[] bytes) {
    byte[] words = keepSpacesAfterAGrave(bytes);
    byte[] out = words.clone();
    int i = 0;
    while (i < words.length) {
      int length = withSpace(words, i);
      for (int k = i; k < i + length; k++) {
        out[k] = words[k] == SPACE ? NO_BREAK_SPACE : words[k];
      }
      i += Math.max(1, length);
    }
    return out;
  }

  /** The French word à, C3 A0, came as C3 and one space for two: it gets both. */
  private static byte[] keepSpacesAfterAGrave(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
    for (int i = 0; i < bytes.length; i++) {
      out.write(bytes[i]);
      if (at(bytes, i) == 0xC3 && at(bytes, i + 1) == SPACE && !beginsWord(bytes, i + 2)) {
        out.write(NO_BREAK_SPACE);
      }
    }
    return out.toByteArray();
  }

  private static boolean beginsWord(byte[] bytes, int at) {
    return AFTER_A_GRAVE.stream().anyMatch(word -> startsWith(bytes, at, word));
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] word) {
    for (int k = 0; k < word.length; k++) {
      if (at(bytes, at + k) != word[k]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Length of the sequence at an index in which one space is likely to have been A0, or 0. Only
   * leads are taken whose characters with A0 are common.
   */
  private static int withSpace(byte[] bytes, int i) {
    int second = at(bytes, i + 1);
    int third = at(bytes, i + 2);
    switch (at(bytes, i)) {
      case 0xC2, 0xC3, 0xC5, 0xCE, 0xD0, 0xD9 -> {
        return second == SPACE ? 2 : 0;
      }
      case 0xE0, 0xE1 -> {
        return continuesUncommonly(second) && third == SPACE ? 3 : 0;
      }
      case 0xE2, 0xE3 -> {
        boolean one =
            (second == SPACE && continuesUncommonly(third))
                || (continuesUncommonly(second) && third == SPACE);
        return one ? 3 : 0;
      }
      case 0xF0 -> {
        int fourth = at(bytes, i + 3);
        int spaces = 0;
        for (int b : new int[] {second, third, fourth}) {
          if (b == SPACE) {
            spaces++;
          } else if (!continues(b)) {
            return 0;
          }
        }
        return spaces == 1 ? 4 : 0;
      }
      default -> {
        return 0;
      }
    }
  }

  /** Makes U+FFFD, in UTF-8, of sequences that miss a byte, and of single lost bytes. */
  static byte[] replaceBroken(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
    int i = 0;
    while (i < bytes.length) {
      int length = broken(bytes, i);
      if (length > 0) {
        out.writeBytes(REPLACEMENT);
      } else {
        out.write(bytes[i]);
      }
      i += Math.max(1, length);
    }
    return out.toByteArray();
  }

  /** Length of the sequence at an index that misses a byte, or 0. */
  private static int broken(byte[] bytes, int i) {
    int lead = at(bytes, i);
    if (lead == CodePage.LOST) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int second = at(bytes, i + 1);
    if (lead < 0xE0) {
      return second == CodePage.LOST || (second == '?' && lead <= 0xC3) ? 2 : 0;
    }
    if (lead == 0xED && brokenPair(bytes, i)) {
      return 6;
    }
    int length = lead < 0xF0 ? 3 : 4;
    return missesOne(bytes, i + 1, i + length) ? length : 0;
  }

  /** Two surrogates in UTF-8, one of whose last bytes is missing, or each. */
  private static boolean brokenPair(byte[] bytes, int i) {
    int third = at(bytes, i + 2);
    int sixth = at(bytes, i + 5);
    boolean pair =
        isIn(at(bytes, i + 1), 0xA0, 0xAF)
            && at(bytes, i + 3) == 0xED
            && isIn(at(bytes, i + 4), 0xB0, 0xBF);
    boolean all = (missing(third) || continues(third)) && (missing(sixth) || continues(sixth));
    return pair && all && (missing(third) || missing(sixth));
  }

  /** Whether all continue a sequence or are lost, and one is: among them at most one as "?". */
  private static boolean missesOne(byte[] bytes, int from, int to) {
    int lost = 0;
    int asked = 0;
    for (int k = from; k < to; k++) {
      int b = at(bytes, k);
      if (b == CodePage.LOST) {
        lost++;
      } else if (b == '?') {
        asked++;
      } else if (!continues(b)) {
        return false;
      }
    }
    return asked <= 1 && lost + asked > 0;
  }

  private static boolean missing(int b) {
    return b == CodePage.LOST || b == '?';
  }

  private static boolean continues(int b) {
    return isIn(b, 0x80, 0xBF);
  }

  /** Not 85, which stands for dots, and not A0 itself. */
  private static boolean continuesUncommonly(int b) {
    return continues(b) && b != 0x85 && b != 0xA0;
  }

  private static boolean isIn(int b, int low, int high) {
    return b >= low && b <= high;
  }

  /** The byte at an index, -1 behind the last. */
  private static int at(byte[] bytes, int i) {
    return i < bytes.length ? bytes[i] & 0xFF : -1;
  }
}
