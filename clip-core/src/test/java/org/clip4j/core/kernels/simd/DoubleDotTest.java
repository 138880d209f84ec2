package org.clip4j.core.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link ElementMath#doubleDot} in vectors of floats against sums of doubles. */
class DoubleDotTest {

  private static final RowMath PLAIN = RowMath.scalar();
  private static final RowMath VECTOR = RowMath.vector();
  private static final int[] LENGTHS = {1, 3, 15, 16, 17, 31, 33, 64, 100, 2048};

  private final SplittableRandom random = new SplittableRandom(11);

  /** Sums of floats would be off by 1e-7 and more. */
  @Test
  void isAsExactAsDoubles() {
    for (float size : new float[] {1, 1e30f, 1e-20f, 1e-30f, 0}) {
      for (int n : LENGTHS) {
        float[] a = normal(n);
        float[] b = normal(n);
        double scale = 1e-300;
        for (int i = 0; i < n; i++) {
          // Large ones that cancel hide small ones.
          a[i] *= size * (i % 3 == 0 ? 1 : 1e4f);
          b[i] *= i % 2 == 0 ? size : -size;
          scale += Math.abs((double) a[i] * b[i]);
        }
        double expected = PLAIN.elements().doubleDot(a, b, n);
        assertEquals(expected, VECTOR.elements().doubleDot(a, b, n), 1e-13 * scale);
        double squares = PLAIN.elements().doubleDot(a, a, n);
        assertEquals(squares, VECTOR.elements().doubleDot(a, a, n), 1e-13 * squares);
      }
    }
  }

  @Test
  void infinityStaysInfinite() {
    float[] infinite = new float[64];
    infinite[7] = Float.POSITIVE_INFINITY;
    assertEquals(
        Double.POSITIVE_INFINITY, VECTOR.elements().doubleDot(infinite, infinite, infinite.length));
  }

  private float[] normal(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
