package org.clip4j.data.check;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What a check found.
 *
 * @param contextLength the token ids of a caption that the model takes
 * @param all the counts over all shards
 * @param shards the counts of each, in the order in which they were named
 */
public record CheckReport(int contextLength, CheckCounts all, List<ShardCounts> shards) {

  /** Copies the list. */
  public CheckReport {
    shards = List.copyOf(shards);
  }

  /** Whether nothing is bad, and every shard is what its manifest says. */
  public boolean isGood() {
    return all.isGood() && shards.stream().allMatch(ShardCounts::isGood);
  }

  /**
   * A shard's counts.
   *
   * @param shard its name
   * @param manifest what differs from the manifest beside it, in words; null where there is none
   *     that names it
   */
  public record ShardCounts(
      String shard, List<String> manifest, @JsonUnwrapped CheckCounts counts) {

    /** Copies the list. */
    public ShardCounts {
      manifest = manifest == null ? null : List.copyOf(manifest);
    }

    /** Whether nothing is bad, and it is what its manifest says. */
    @JsonIgnore
    public boolean isGood() {
      return counts.isGood() && (manifest == null || manifest.isEmpty());
    }
  }
}
