package org.clip4j.data.loader;

/**
 * How many samples a shard has, and which of them are no pairs.
 *
 * @param samples how many it has, those that are no pairs included
 * @param others the places in the shard of those that are no pairs, ascending; they may be left out
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ShardSize(long samples, long[] others) {

  /** So many in one shard are no shard any more, but a number that somebody made up. */
  static final long MOST_SAMPLES = 1L << 40;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the shard has too few samples for the others, or more than
   *     a shard can have
   */
  public ShardSize {
    others = others.clone();
    if (samples < others.length || samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "a shard cannot have " + samples + " samples, " + others.length + " of them no pairs");
    }
    for (int i = 0; i < others.length; i++) {
      if (others[i] < (i == 0 ? 0 : others[i - 1] + 1) || others[i] >= samples) {
        throw new IllegalArgumentException(
            "a shard of " + samples + " samples has none at the place " + others[i]);
      }
    }
  }

  /** A shard of pairs alone. */
  public static ShardSize ofPairs(long pairs) {
    return new ShardSize(pairs, new long[0]);
  }

  /** How many pairs it has. */
  long pairs() {
    return samples - others.length;
  }

  /**
   * A pair's place among the samples.
   *
   * @param pair its place among the pairs, from 0
   */
  long placeOf(long pair) {
    long place = pair;
    for (long other : others) {
      if (other > place) {
        break;
      }
      place++;
    }
    return place;
  }
}
