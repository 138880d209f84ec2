package org.clip4j.core.kernels.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector width of this processor, and sums over lanes in a fixed order. */
final class Lanes {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  private Lanes() {}

  /** The part of {@code n} that whole vectors cover. */
  static int whole(int n) {
    return n & -COUNT;
  }

  static FloatVector zero() {
    return FloatVector.zero(SPECIES);
  }

  static FloatVector load(float[] x, int offset) {
    return FloatVector.fromArray(SPECIES, x, offset);
  }

  /** Halves added to halves; {@code scratch} holds {@link #COUNT} values and is overwritten. */
  static float sum(FloatVector v, float[] scratch) {
    v.intoArray(scratch, 0);
    for (int half = COUNT / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        scratch[i] += scratch[i + half];
      }
    }
    return scratch[0];
  }

  static float max(FloatVector v, float[] scratch) {
    v.intoArray(scratch, 0);
    float max = scratch[0];
    for (int i = 1; i < COUNT; i++) {
      max = Math.max(max, scratch[i]);
    }
    return max;
  }
}
