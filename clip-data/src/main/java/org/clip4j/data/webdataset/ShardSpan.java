package org.clip4j.data.webdataset;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A stretch of a shard's samples.
 *
 * @param shard the shard's place in a list of shards, from 0
 * @param from the first sample's place in the shard, from 0
 * @param to the place of the first sample behind the stretch; {@link #OPEN} for the shard's end,
 *     wherever that is
 */
public record ShardSpan(int shard, long from, long to) {

  /** Behind any sample. */
  public static final long OPEN = Long.MAX_VALUE;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative, or the end is before the beginning
   */
  public ShardSpan {
    if (shard < 0 || from < 0 || to < from) {
      throw new IllegalArgumentException(
          "no stretch of a shard: shard " + shard + ", samples " + from + " to " + to);
    }
  }

  /** All of these shards, one after another. */
  public static List<ShardSpan> wholes(IntStream shards) {
    return shards.mapToObj(shard -> new ShardSpan(shard, 0, OPEN)).toList();
  }
}
