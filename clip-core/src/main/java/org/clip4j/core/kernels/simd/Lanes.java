package org.clip4j.core.kernels.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this processor, and sums over stored lanes in a fixed order.
 *
 * <p>No kernel may use float vectors of another width: once a second subclass of {@link
 * FloatVector} is loaded, Java's compiler no longer knows which one a loop works on, makes objects
 * of all vectors, and attention was seen to take ten times as long.
 */
final class Lanes {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  private Lanes() {}

  /** The part of {@code n} that whole vectors cover. */
  static int whole(int n) {
    return n & -COUNT;
  }

  /** The sum of {@link #COUNT} values, halves added to halves; overwrites them. */
  static float sum(float[] lanes) {
    for (int half = COUNT / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }
}
