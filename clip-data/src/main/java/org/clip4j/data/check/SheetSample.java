package org.clip4j.data.check;

import java.util.Optional;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.webdataset.BadSample;

/**
 * A sample to be shown, good or bad. Texts come from outside.
 *
 * @param shard the shard's name
 * @param key the sample's key; empty for the rest of a shard
 * @param offset the byte of the shard, unpacked, at which it begins; nothing where it is not known
 * @param parts the names of its parts with their sizes
 * @param caption the caption, cut if it is long; nothing where there is none to be seen
 * @param picture the picture, nothing where it cannot be decoded
 * @param problem why it is bad, nothing for a good one
 */
public record SheetSample(
    String shard,
    String key,
    Optional<Long> offset,
    String parts,
    Optional<String> caption,
    Optional<Thumbnail> picture,
    Optional<BadSample> problem) {

  /**
   * A picture made small.
   *
   * @param image at most {@value #MOST_SIDE} pixels wide and high
   * @param width of the picture itself, in pixels
   * @param height of the picture itself, in pixels
   */
  public record Thumbnail(RgbImage image, int width, int height) {

    /** The longer side of what is shown. */
    public static final int MOST_SIDE = 160;
  }
}
