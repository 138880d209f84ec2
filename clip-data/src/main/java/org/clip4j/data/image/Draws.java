package org.clip4j.data.image;

import java.util.random.RandomGenerator;

/**
 * Random draws made of {@code nextDouble} alone, so that any generator gives the same values on
 * every Java release.
 */
final class Draws {
  private Draws() {}

  static double uniform(RandomGenerator rng, double low, double high) {
    return low + (high - low) * rng.nextDouble();
  }

  /** A whole number from 0 to {@code bound - 1}. */
  static int below(RandomGenerator rng, int bound) {
    return (int) (rng.nextDouble() * bound);
  }

  static boolean chance(RandomGenerator rng, double probability) {
    return rng.nextDouble() < probability;
  }
}
