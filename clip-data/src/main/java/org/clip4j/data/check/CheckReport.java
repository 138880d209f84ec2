package org.clip4j.data.check;

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

  /** Whether nothing is bad. */
  public boolean isGood() {
    return all.isGood();
  }

  /**
   * A shard's counts.
   *
   * @param shard its name
   */
  public record ShardCounts(String shard, @JsonUnwrapped CheckCounts counts) {}
}
