package org.clip4j.benchmarks;

import org.clip4j.core.random.DeterministicRandom;

/** The numbers that inputs are filled with. */
final class Numbers {

  private Numbers() {}

  /** Normal numbers; the same name gives the same ones. */
  static float[] normal(String name, long... shape) {
    long length = 1;
    for (long size : shape) {
      length = Math.multiplyExact(length, size);
    }
    DeterministicRandom random = DeterministicRandom.of(1, name);
    float[] values = new float[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
