package org.clip4j.benchmarks;

import org.clip4j.core.random.DeterministicRandom;

/** The numbers that inputs are filled with. */
final class Numbers {

  private Numbers() {}

  /**
   * Uniform numbers of mean 0 and variance 1; the same name gives the same ones. Normal numbers
   * would take longer to draw than to calculate with.
   */
  static float[] of(String name, long... shape) {
    long length = 1;
    for (long size : shape) {
      length = Math.multiplyExact(length, size);
    }
    DeterministicRandom random = DeterministicRandom.of(1, name);
    float[] values = new float[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * Math.sqrt(3));
    }
    return values;
  }
}
