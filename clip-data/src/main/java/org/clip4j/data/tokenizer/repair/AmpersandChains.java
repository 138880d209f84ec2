package org.clip4j.data.tokenizer.repair;

import org.clip4j.data.tokenizer.text.CodePoints;

/**
 * References to ampersands that were escaped again and again, {@code &amp;amp;amp;lt;}: one goes
 * away in each round of the repair, at every such place of the text at once. A round costs a look
 * at the whole text, so rounds in which nothing else would happen are made in one.
 */
final class AmpersandChains {
  /**
   * With this letter in the text an ampersand may matter: it is the last rare one of the only
   * sequence of {@link Mojibake} that takes any character in one place.
   */
  private static final int SENSITIVE = 'Ђ';

  private AmpersandChains() {}

  /**
   * Makes all rounds up to the first in which a reference gives something else than an ampersand.
   *
   * @param text text that all repairs but that of references leave as it is
   * @return the same array where no round is to be made
   */
  static int[] collapse(int[] text) {
    int rounds = rounds(text);
    if (rounds == 0) {
      return text;
    }
    CodePoints out = new CodePoints(text.length);
    for (int i = 0; i < text.length; i++) {
      out.add(text[i]);
      if (text[i] == '&') {
        int next = i + 1;
        for (int k = 0; k < rounds; k++) {
          int end = ampersandEnd(text, next);
          if (end == 0) {
            break;
          }
          next = end;
        }
        i = next - 1;
      }
    }
    return out.toArray();
  }

  /** How many rounds only ampersands come out of. */
  private static int rounds(int[] text) {
    int longest = 0;
    int untilOther = Integer.MAX_VALUE;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == SENSITIVE) {
        return 0;
      }
      if (text[i] != '&') {
        continue;
      }
      int length = 0;
      int next = i + 1;
      for (int end = ampersandEnd(text, next); end > 0; end = ampersandEnd(text, next)) {
        length++;
        next = end;
      }
      longest = Math.max(longest, length);
      int end = EntityRepair.end(text, next);
      if (end > 0 && EntityRepair.characters(text, next, end - 1).isPresent()) {
        untilOther = Math.min(untilOther, length);
      }
      i = next - 1;
    }
    return Math.min(longest, untilOther);
  }

  /** The index behind {@code amp;} or the like at an index, or 0. */
  private static int ampersandEnd(int[] text, int at) {
    int end = EntityRepair.end(text, at);
    boolean ampersand =
        end > 0 && EntityRepair.characters(text, at, end - 1).filter("&"::equals).isPresent();
    return ampersand ? end : 0;
  }
}
