package org.clip4j.data.tokenizer.repair;

/**
 * How much work the repair of one text may be. Each repair can lay open another one, and texts can
 * be made in which every step takes away one character and leaves work for the next: the reference
 * takes quadratic time for them.
 *
 * <p>The work is counted in characters looked at. Every segment may be looked at {@link #LOOKS}
 * times; what it needs beyond that it takes from a {@link #RESERVE} that all segments of a text
 * share. Then its repair ends where it stands. Text that was only misread, even many times over,
 * does not come near: every reading at least doubles it.
 */
final class Effort {
  static final int LOOKS = 64;
  static final long RESERVE = 1L << 24;

  private long reserve = RESERVE;
  private long allowance;

  /** Begins a segment of so many characters. */
  void begin(int length) {
    allowance = (long) LOOKS * length;
  }

  /** Takes note of a look at so many characters; returns whether there may be another. */
  boolean spend(int length) {
    if (allowance >= length) {
      allowance -= length;
    } else {
      reserve -= length;
    }
    return reserve > 0;
  }
}
