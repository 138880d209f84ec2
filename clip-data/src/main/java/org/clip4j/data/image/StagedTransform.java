package org.clip4j.data.image;

import java.util.random.RandomGenerator;

/**
 * An {@link ImageTransform} in two stages, with a square of 8-bit levels between them: who keeps
 * the square and the generator's state behind the first stage gets the transform's values again,
 * bit for bit, in a quarter of their memory and without the picture. Safe for use by many threads
 * at once.
 */
public interface StagedTransform {
  /** Height and width of the square, in pixels. */
  int size();

  /**
   * The first stage: all that reads the picture.
   *
   * @param image the picture
   * @param rng where random draws come from
   * @param levels receives {@code [size][size][3]} levels, all of the array
   * @throws IllegalArgumentException if the array has another length
   */
  void square(RgbImage image, RandomGenerator rng, byte[] levels);

  /**
   * The second stage: from the square to the normalised values.
   *
   * @param levels what {@link #square} wrote; only read
   * @param rng in the state in which {@link #square} left it
   * @param out receives {@code [3][size][size]} values; what is there before may be anything
   * @param offset where in {@code out} they begin
   * @throws IndexOutOfBoundsException if they do not fit into {@code out}
   */
  void finish(byte[] levels, RandomGenerator rng, float[] out, int offset);
}
