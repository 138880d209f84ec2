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
   * The same of a picture that is not decoded yet: for a transform that need not have all of it as
   * an {@link RgbImage}. It writes what the other way writes, bit for bit.
   *
   * @param picture the picture's file
   * @param rng as above
   * @param out as above
   * @param offset as above
   * @throws ImageFormatException if it cannot be decoded; {@code out} may hold anything then
   * @throws IndexOutOfBoundsException if the values do not fit into {@code out}
   */
  default void apply(PictureFile picture, RandomGenerator rng, float[] out, int offset)
      throws ImageFormatException {
    apply(picture.decode(), rng, out, offset);
  }

  /**
   * The same transform in two stages, or nothing if there is no square of 8-bit levels on its way;
   * nothing, too, where a transform does not say. Both stages together write what {@link #apply}
   * writes, bit for bit.
   */
  default Optional<StagedTransform> staged() {
    return Optional.empty();
  }
}
