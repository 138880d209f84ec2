package org.clip4j.data.tokenizer.text;

/** Korean syllables and the letters they are made of, which Unicode composes by arithmetic. */
final class Hangul {
  static final int LEAD = 0x1100;
  static final int VOWEL = 0x1161;

  /** One before the first tail: a syllable without one counts as having the tail 0. */
  static final int TAIL = 0x11A7;

  static final int LEADS = 19;
  static final int VOWELS = 21;
  static final int TAILS = 28;

  private static final int SYLLABLE = 0xAC00;
  private static final int SYLLABLES = LEADS * VOWELS * TAILS;

  private Hangul() {}

  /** Adds the letters of a syllable, or what is none as it is. */
  static void takeApart(int c, CodePoints out) {
    int index = c - SYLLABLE;
    if (index < 0 || index >= SYLLABLES) {
      out.add(c);
      return;
    }
    out.add(LEAD + index / (VOWELS * TAILS));
    out.add(VOWEL + index / TAILS % VOWELS);
    if (index % TAILS != 0) {
      out.add(TAIL + index % TAILS);
    }
  }

  /** The syllable that two characters make, or -1. */
  static int whole(int first, int second) {
    int lead = first - LEAD;
    int vowel = second - VOWEL;
    if (lead >= 0 && lead < LEADS && vowel >= 0 && vowel < VOWELS) {
      return SYLLABLE + (lead * VOWELS + vowel) * TAILS;
    }
    int syllable = first - SYLLABLE;
    int tail = second - TAIL;
    boolean open = syllable >= 0 && syllable < SYLLABLES && syllable % TAILS == 0;
    return open && tail > 0 && tail < TAILS ? first + tail : -1;
  }
}
