package org.clip4j.data.check;

import java.util.List;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.webdataset.ShardLimits;

/**
 * What is checked, and against what.
 *
 * @param shards the shards' names, expanded; one that is named twice is checked once
 * @param threads how many shards are read at a time
 * @param fields which parts are picture and caption
 * @param filters which pairs are wanted
 * @param limits how large members and samples may be
 * @param contextLength how many token ids of a caption the model takes, start and end included
 */
public record CheckOptions(
    List<String> shards,
    int threads,
    PairFields fields,
    PairFilters filters,
    ShardLimits limits,
    int contextLength) {

  /** As many as CLIP's models have. */
  public static final int DEFAULT_CONTEXT = 77;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is out of bounds
   */
  public CheckOptions {
    shards = shards.stream().distinct().toList();
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("there are no shards to check");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (contextLength < 2) {
      throw new IllegalArgumentException(
          "the context length must be at least 2, for start and end, got " + contextLength);
    }
  }

  /** A check of these shards as they are read where a configuration says nothing else. */
  public static CheckOptions of(List<String> shards, int threads) {
    return new CheckOptions(
        shards,
        threads,
        PairFields.DEFAULT,
        PairFilters.NONE,
        ShardLimits.DEFAULT,
        DEFAULT_CONTEXT);
  }
}
