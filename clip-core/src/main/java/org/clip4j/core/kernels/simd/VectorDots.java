package org.clip4j.core.kernels.simd;

import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products in double with the Vector API. The lanes are four doubles whatever the machine
 * prefers, so that the sums are those of the plain loop.
 */
final class VectorDots {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
  private static final int COUNT = 4;

  private VectorDots() {}

  /** Whether the machine has vectors of four doubles. */
  static boolean isFast() {
    return DoubleVector.SPECIES_PREFERRED.length() >= COUNT;
  }

  /** See {@link ElementMath#dotInDouble}. */
  static double dotInDouble(float[] a, float[] b, int n) {
    DoubleVector s0 = DoubleVector.zero(DOUBLES);
    DoubleVector s1 = DoubleVector.zero(DOUBLES);
    DoubleVector s2 = DoubleVector.zero(DOUBLES);
    DoubleVector s3 = DoubleVector.zero(DOUBLES);
    int whole = n & -ScalarElements.DOT_SUMS;
    for (int i = 0; i < whole; i += ScalarElements.DOT_SUMS) {
      s0 = read(a, i).fma(read(b, i), s0);
      s1 = read(a, i + COUNT).fma(read(b, i + COUNT), s1);
      s2 = read(a, i + 2 * COUNT).fma(read(b, i + 2 * COUNT), s2);
      s3 = read(a, i + 3 * COUNT).fma(read(b, i + 3 * COUNT), s3);
    }
    double[] sums = new double[ScalarElements.DOT_SUMS];
    s0.intoArray(sums, 0);
    s1.intoArray(sums, COUNT);
    s2.intoArray(sums, 2 * COUNT);
    s3.intoArray(sums, 3 * COUNT);
    return ScalarElements.dotInDouble(a, b, whole, n, sums);
  }

  private static DoubleVector read(float[] x, int i) {
    return (DoubleVector) FloatVector.fromArray(FLOATS, x, i).convertShape(F2D, DOUBLES, 0);
  }
}
