package org.clip4j.examples.icons;

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
 * @param fingerprint SHA-256 over the hashes of all samples in their order: of what they say, not
 *     of how the archives hold it
 * @param icons how many icons there are to draw; with a limit not all were
 * @param pairs how many pairs
 * @param captions how many different captions they have
 * @param repeated how many pairs have a caption that a pair before them has
 * @param licenses how many pairs are under each licence, by SPDX identifier
 * @param leftOut how many icons were left out, by reason
 * @param sets what came of each set, in alphabetical order
 * @param shards the archives
 */
public record IconCard(
    String format,
    Artifact artifact,
    Settings settings,
    String fingerprint,
    int icons,
    int pairs,
    int captions,
    int repeated,
    Map<String, Integer> licenses,
    Map<String, Integer> leftOut,
    List<Origin> sets,
    List<ShardFile> shards) {

  static final String FORMAT = "clip4j icon pairs, 1";

  /**
   * What the samples depend on.
   *
   * @param limit the most pairs; null, and not written, without one
   * @param size the pictures' width and height in pixels
   * @param samplesPerShard the most samples in a shard
   */
  public record Settings(Integer limit, int size, int samplesPerShard) {

    static Settings of(IconOptions options) {
      return new Settings(options.limit().orElse(null), options.size(), options.samplesPerShard());
    }
  }

  /**
   * One icon set.
   *
   * @param name Iconify's name
   * @param title its full name
   * @param category what kind of set it is
   * @param license its licence and author
   * @param pairs how many of its icons are pairs
   * @param leftOut how many are not, by reason; with a limit only of those that had their turn
   */
  public record Origin(
      String name,
      String title,
      String category,
      License license,
      int pairs,
      Map<String, Integer> leftOut) {}
}
