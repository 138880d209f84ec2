package org.clip4j.data.webdataset;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many samples were read, and what became of those that no batch got; what comes again counts
 * again.
 *
 * @param read samples read from shards, good or bad
 * @param bad those of them that could not be used
 * @param lostShards how often the rest of a shard was lost
 * @param filtered how many pairs each filter turned away, by its name; null for none
 */
public record ReadCounts(long read, long bad, long lostShards, Map<String, Long> filtered) {

  /** Nothing read. */
  public static final ReadCounts NONE = new ReadCounts(0, 0, 0, Map.of());

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public ReadCounts {
    // In one order, for it is written into checkpoints.
    filtered = filtered == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(filtered));
    if (read < 0
        || bad < 0
        || lostShards < 0
        || filtered.values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "counts of samples are negative: read "
              + read
              + ", bad "
              + bad
              + ", lost_shards "
              + lostShards
              + ", filtered "
              + filtered);
    }
  }

  /** Both together. */
  public ReadCounts plus(ReadCounts other) {
    Map<String, Long> sum = new TreeMap<>(filtered);
    other.filtered.forEach((filter, count) -> sum.merge(filter, count, Long::sum));
    return new ReadCounts(read + other.read, bad + other.bad, lostShards + other.lostShards, sum);
  }

  /** With one more that could not be used. */
  public ReadCounts plusBad() {
    return new ReadCounts(read, bad + 1, lostShards, filtered);
  }
}
