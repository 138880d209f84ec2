package org.clip4j.examples.pack;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clip4j.data.manifest.ShardManifest;

/**
 * Where packing stood when a shard was whole, or at its end.
 *
 * @param shard that was just finished; null at the end
 * @param nextRow the first row behind it that is in no shard and no list yet, counted from 1
 * @param skippedBytes of the list of skipped rows that name rows before that one
 * @param skipped how many of these for which reason, by {@link BadRowException.Reason}'s names
 * @param done whether there are no more rows
 */
record PackStand(
    ShardManifest.Entry shard,
    long nextRow,
    long skippedBytes,
    Map<String, Long> skipped,
    boolean done) {

  private static final Set<String> REASONS =
      Stream.of(BadRowException.Reason.values()).map(Enum::name).collect(Collectors.toSet());

  /** Before the first row. */
  static final PackStand START = new PackStand(null, 1, 0, Map.of(), false);

  PackStand {
    if (nextRow < 1 || skippedBytes < 0) {
      throw new IllegalArgumentException("next_row or skipped_bytes is out of range");
    }
    skipped = skipped == null ? Map.of() : new TreeMap<>(skipped);
    if (!REASONS.containsAll(skipped.keySet())) {
      throw new IllegalArgumentException("skipped: expected reasons among " + REASONS);
    }
  }
}
