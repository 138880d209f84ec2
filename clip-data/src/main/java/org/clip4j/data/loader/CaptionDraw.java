package org.clip4j.data.loader;

import org.clip4j.core.random.DeterministicRandom;

/**
 * Draws one of a pair's captions, each as likely as any other, anew each epoch. The generator is
 * named by seed, epoch and the pair's place in the epoch, so that a run that is resumed draws the
 * same.
 */
final class CaptionDraw {

  // Apart from the other draws, so that a pair of one caption has the pictures of any other.
  private static final String STREAM = "caption choice";

  private final long seed;

  /**
   * @param seed the run's
   */
  CaptionDraw(long seed) {
    this.seed = DeterministicRandom.of(seed, STREAM).state();
  }

  /** The pair with the caption that it has in an epoch. */
  Pair draw(Pair pair, long epoch, long sample) {
    int captions = pair.captions().size();
    return captions == 1
        ? pair
        : pair.withCaption(DeterministicRandom.of(seed, epoch, sample).nextInt(captions));
  }
}
