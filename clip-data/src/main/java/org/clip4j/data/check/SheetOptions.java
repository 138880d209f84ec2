package org.clip4j.data.check;

import java.util.List;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.webdataset.ShardLimits;

/**
 * Which samples are shown.
 *
 * @param shards the shards' names, expanded
 * @param limit the most samples
 * @param seed of the draws; the same one draws the same samples
 * @param fields which parts are picture and caption
 * @param limits how large members and samples may be
 */
public record SheetOptions(
    List<String> shards, int limit, long seed, PairFields fields, ShardLimits limits) {

  /** More would make a page that no browser likes. */
  public static final int MOST = 5000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is out of bounds
   */
  public SheetOptions {
    shards = shards.stream().distinct().toList();
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("there are no shards to show");
    }
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("the limit must be from 1 to " + MOST + ", got " + limit);
    }
  }

  /** Samples of these shards as they are read where a configuration says nothing else. */
  public static SheetOptions of(List<String> shards, int limit, long seed) {
    return new SheetOptions(shards, limit, seed, PairFields.DEFAULT, ShardLimits.DEFAULT);
  }
}
