package org.clip4j.data.loader;

import java.util.BitSet;

/**
 * How many samples a shard has, and which of them are no pairs that are learned from.
 *
 * @param samples how many it has, those that are no pairs included
 * @param others the places in the shard of those that are no pairs, or that a filter turns away;
 *     they may be left out
 */
public record ShardSize(long samples, BitSet others) {

  /** So many in one shard are no shard any more, but a number that somebody made up. */
  static final long MOST_SAMPLES = 1L << 40;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the shard has too few samples for the others, or more than
   *     a shard can have
   */
  public ShardSize {
    others = (BitSet) others.clone();
    if (samples < 0 || samples > MOST_SAMPLES) {
      throw new IllegalArgumentException("a shard cannot have " + samples + " samples");
    }
    if (others.length() > samples) {
      throw new IllegalArgumentException(
          "a shard of " + samples + " samples has none at the place " + (others.length() - 1));
    }
  }

  /** A shard of pairs alone. */
  public static ShardSize ofPairs(long pairs) {
    return new ShardSize(pairs, new BitSet());
  }

  /** How many pairs it has. */
  long pairs() {
    return samples - others.cardinality();
  }

  /**
   * A pair's place among the samples.
   *
   * @param pair its place among the pairs, from 0
   */
  long placeOf(long pair) {
    long place = pair;
    for (int i = others.nextSetBit(0); i >= 0 && i <= place; i = others.nextSetBit(i + 1)) {
      place++;
    }
    return place;
  }
}
