package org.clip4j.examples.emoji;

import java.util.List;
import java.util.Map;
import org.clip4j.examples.iconify.Artifact;
import org.clip4j.examples.iconify.License;
import org.clip4j.examples.iconify.ShardFile;

/**
 * What {@code dataset.json} says of the pairs beside it.
 *
 * @param format this file's own version
 * @param artifact what they were made of
 * @param settings how they were made
 * @param fingerprint SHA-256 over the sorted hashes of all samples: of what they say, not of how
 *     the archives hold it
 * @param pairs how many pairs, by split
 * @param names how many different captions, by split
 * @param sets what came of each set
 * @param shards the archives
 */
public record DatasetCard(
    String format,
    Artifact artifact,
    Settings settings,
    String fingerprint,
    Map<String, Integer> pairs,
    Map<String, Integer> names,
    List<Origin> sets,
    List<ShardFile> shards) {

  static final String FORMAT = "clip4j emoji pairs, 1";

  /**
   * What the samples and their order depend on.
   *
   * @param size the pictures' width and height in pixels
   * @param seed of the samples' order
   * @param samplesPerShard the most samples in a shard
   * @param spellOut whether keys without dashes were spelled out
   */
  public record Settings(int size, long seed, int samplesPerShard, boolean spellOut) {

    static Settings of(EmojiOptions options) {
      return new Settings(
          options.size(), options.seed(), options.samplesPerShard(), options.spellOut());
    }
  }

  /**
   * One icon set.
   *
   * @param name Iconify's name
   * @param title its full name
   * @param split what it is used for
   * @param license its licence and author
   * @param pairs how many of its icons are pairs
   * @param leftOut how many are not, by reason
   */
  public record Origin(
      String name,
      String title,
      String split,
      License license,
      int pairs,
      Map<String, Integer> leftOut) {}
}
