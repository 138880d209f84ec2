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

  /** The sum of {@link #COUNT} values, halves added to halves. */
  static float sum(float[] lanes) {
    return sum(lanes, 0);
  }

  /** The same from {@code at} on; written out, for a loop takes several times as long. */
  static float sum(float[] lanes, int at) {
    return switch (COUNT) {
      case 4 -> four(lanes, at, 1);
      case 8 -> eight(lanes, at, 1);
      case 16 -> eight(lanes, at, 2) + eight(lanes, at + 1, 2);
      default -> halves(lanes, at, 1);
    };
  }

  private static float eight(float[] lanes, int at, int step) {
    return four(lanes, at, 2 * step) + four(lanes, at + step, 2 * step);
  }

  private static float four(float[] lanes, int at, int step) {
    return (lanes[at] + lanes[at + 2 * step]) + (lanes[at + step] + lanes[at + 3 * step]);
  }

  private static float halves(float[] lanes, int at, int step) {
    return step == COUNT
        ? lanes[at]
        : halves(lanes, at, 2 * step) + halves(lanes, at + step, 2 * step);
  }
}
