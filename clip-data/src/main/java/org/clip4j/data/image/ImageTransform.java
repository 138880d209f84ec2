package org.clip4j.data.image;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * From a decoded picture to the normalised square that an image encoder reads. Safe for use by many
 * threads at once.
 */
public interface ImageTransform {
  /** Height and width of the result, in pixels. */
  int size();

  /**
   * Writes {@code [3][size][size]} normalised values.
   *
   * @param image the picture
   * @param rng where random draws come from; the same state gives the same values. Not touched by
   *     transforms without chance.
   * @param out receives {@code 3 * size * size} values; what is there before may be anything
   * @param offset where in {@code out} they begin
   * @throws IndexOutOfBoundsException if they do not fit into {@code out}
   */
  void apply(RgbImage image, RandomGenerator rng, float[] out, int offset);

  /**
   * The same transform in two stages, or nothing if there is no square of 8-bit levels on its way;
   * nothing, too, where a transform does not say. Both stages together write what {@link #apply}
   * writes, bit for bit.
   */
  default Optional<StagedTransform> staged() {
    return Optional.empty();
  }
}
