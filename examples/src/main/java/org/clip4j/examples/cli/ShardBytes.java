package org.clip4j.examples.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.clip4j.data.source.ShardSources;

/** How many bytes shards have, where that is known of all before they are read. */
final class ShardBytes {

  private static final long UNKNOWN = -1;

  private final Map<String, Long> sizes = new HashMap<>();

  /** Asks for the sizes; nothing is known of any if one is not there or does not tell. */
  ShardBytes(List<String> shards, ShardSources source) {
    try {
      source.checkAll(shards);
      for (String shard : shards) {
        sizes.put(shard, source.info(shard).size().orElseThrow());
      }
    } catch (IOException | NoSuchElementException e) {
      // Whoever reads the shards will say which is not there.
      sizes.clear();
    }
  }

  /** The bytes of all, or -1. */
  long sum() {
    return sizes.isEmpty() ? UNKNOWN : sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The bytes of one, or -1. */
  long of(String shard) {
    return sizes.getOrDefault(shard, UNKNOWN);
  }
}
