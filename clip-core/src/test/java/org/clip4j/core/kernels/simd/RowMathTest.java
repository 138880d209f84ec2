package org.clip4j.core.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The two sets of loops against each other, and the functions against Java's own in double. */
class RowMathTest {

  private static final RowMath PLAIN = RowMath.scalar();
  private static final RowMath VECTOR = RowMath.vector();
  private static final int[] LENGTHS = {1, 3, 15, 16, 17, 31, 33, 64, 100};
  private static final int SIZE = 4000;

  private final SplittableRandom random = new SplittableRandom(11);

  private float[] normal() {
    float[] x = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = (float) random.nextGaussian() * 3;
    }
    return x;
  }

  /** A loop of one set on three arrays. */
  @FunctionalInterface
  private interface Loop {
    void run(RowMath math, float[] a, float[] b, float[] c);
  }

  /** Runs both on the same numbers; every element of every array has the same bits after. */
  private void sameBits(String what, Loop loop) {
    float[] a = normal();
    float[] b = normal();
    float[] c = normal();
    List<float[]> plain = List.of(a.clone(), b.clone(), c.clone());
    List<float[]> vector = List.of(a.clone(), b.clone(), c.clone());
    loop.run(PLAIN, plain.get(0), plain.get(1), plain.get(2));
    loop.run(VECTOR, vector.get(0), vector.get(1), vector.get(2));
    for (int i = 0; i < 3; i++) {
      assertEquals(-1, Arrays.mismatch(plain.get(i), vector.get(i)), what + ", array " + i);
    }
    assertTrue(
        !Arrays.equals(a, plain.get(0))
            || !Arrays.equals(b, plain.get(1))
            || !Arrays.equals(c, plain.get(2)),
        what + " did nothing");
  }

  @Test
  void elementsHaveTheSameBits() {
    for (int n : LENGTHS) {
      sameBits("add", (m, a, b, c) -> m.elements().add(a, 5, b, 7, c, 3, n));
      sameBits("multiply", (m, a, b, c) -> m.elements().multiply(a, 5, b, 7, c, 3, n));
      sameBits("axpy", (m, a, b, c) -> m.elements().axpy(1.1f, a, 5, b, 3, n));
      sameBits("scale", (m, a, b, c) -> m.elements().scale(1.1f, a, 5, b, 3, n));
      sameBits("shift", (m, a, b, c) -> m.elements().shift(1.1f, a, 5, b, 3, n));
      sameBits("timesLine", (m, a, b, c) -> m.elements().timesLine(1.1f, 3f, a, 5, b, 3, n));
      sameBits("exp", (m, a, b, c) -> m.elements().exp(a, 5, n));
      sameBits(
          "adamW",
          (m, a, b, c) -> {
            float[] v = new float[SIZE];
            m.elements()
                .adamW(
                    new AdamWFactors(.5f, .9f, .9f, .1f, .98f, .02f, 3f, 1e-6f, .01f),
                    a,
                    b,
                    c,
                    v,
                    n);
            a[SIZE - 1] = v[n - 1];
          });
    }
  }

  @Test
  void columnsHaveTheSameBits() {
    for (int n : LENGTHS) {
      int rows = 7;
      sameBits("addToRows", (m, a, b, c) -> m.columns().addToRows(a, rows, n, b));
      sameBits("addRows", (m, a, b, c) -> m.columns().addRows(a, 5, rows, b, 3, n));
      sameBits("maxRows", (m, a, b, c) -> m.columns().maxRows(a, rows, n, b));
      sameBits("scaleAndShift", (m, a, b, c) -> m.columns().scaleAndShift(a, rows, n, 1.1f, b, 2));
    }
  }

  @Test
  void activationsHaveTheSameBits() {
    for (int n : LENGTHS) {
      sameBits(
          "gelu",
          (m, a, b, c) -> {
            m.activations().bellArgument(a, b, n);
            m.elements().exp(b, 0, n);
            m.activations().gelu(a, b, c, n);
            m.activations().geluBackward(a, b, c, n);
          });
      sameBits(
          "quickGelu",
          (m, a, b, c) -> {
            m.activations().quickArgument(a, b, n);
            m.elements().exp(b, 0, n);
            m.activations().quickGelu(a, b, c, n);
            m.activations().quickGeluBackward(a, b, c, n);
          });
    }
  }

  @Test
  void sigmoidsHaveTheSameBits() {
    for (int n : LENGTHS) {
      sameBits(
          "sigmoid",
          (m, a, b, c) -> {
            m.sigmoids().argument(a, 5, b, 3, n);
            System.arraycopy(b, 3, c, 7, n);
            m.elements().exp(c, 7, n);
            m.sigmoids().sigmoid(.3f, a, 5, c, 7, n);
          });
    }
  }

  @Test
  void sumsAgree() {
    for (int n : LENGTHS) {
      float[] a = normal();
      float[] b = normal();
      double scale = 1 + 10.0 * n;
      assertEquals(
          PLAIN.elements().dot(a, 3, b, 5, n), VECTOR.elements().dot(a, 3, b, 5, n), 1e-6 * scale);
      assertEquals(PLAIN.elements().max(a, 3, n), VECTOR.elements().max(a, 3, n));
      float[] plain = a.clone();
      float[] vector = a.clone();
      float expected = PLAIN.elements().exp(plain, 3, n);
      assertEquals(expected, VECTOR.elements().exp(vector, 3, n), 1e-6 * expected);
      float[] e = smallExponentials(a);
      float loss = PLAIN.sigmoids().softplus(a, 3, e, 3, n);
      assertEquals(loss, VECTOR.sigmoids().softplus(a, 3, e, 3, n), 1e-6 * loss);
    }
    assertEquals(Float.NEGATIVE_INFINITY, VECTOR.elements().max(new float[0], 0, 0));
  }

  private static float[] smallExponentials(float[] x) {
    float[] e = new float[SIZE];
    PLAIN.sigmoids().argument(x, 0, e, 0, SIZE);
    PLAIN.elements().exp(e, 0, SIZE);
    return e;
  }

  /** One by one and, so that vectors are used, sixteen times the same. */
  @Test
  void softplusAndSigmoidAgreeWithTheLibrary() {
    for (float x = -80; x < 80; x += 0.173f) {
      float[] many = new float[16];
      Arrays.fill(many, x);
      float[] e = new float[16];
      VECTOR.sigmoids().argument(many, 0, e, 0, 16);
      VECTOR.elements().exp(e, 0, 16);
      double expected = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs((double) x)));
      assertEquals(expected, PLAIN.sigmoids().softplus(many, 0, e, 0, 1), 4e-7 * expected);
      assertEquals(16 * expected, VECTOR.sigmoids().softplus(many, 0, e, 0, 16), 7e-6 * expected);
      double sigmoid = 1 / (1 + Math.exp(-(double) x));
      VECTOR.sigmoids().sigmoid(1, many, 0, e, 0, 16);
      assertEquals(sigmoid, many[15], 3e-7 * sigmoid);
    }
  }

  @Test
  void layerNormsAgree() {
    int rows = 5;
    for (int n : LENGTHS) {
      float[] x = normal();
      float[] gain = normal();
      float[] bias = normal();
      float[][] y = new float[2][SIZE];
      float[][] sums = new float[2][SIZE];
      for (int i = 0; i < 2; i++) {
        NormMath math = (i == 0 ? PLAIN : VECTOR).norms();
        float[] mean = new float[rows];
        float[] rstd = new float[rows];
        float[] forward = new float[SIZE];
        math.forward(x, rows, n, gain, bias, 0.1f, forward, mean, rstd);
        math.backward(forward, x, rows, n, gain, mean, rstd, y[i], true, sums[i], 9);
      }
      assertArrayEquals(y[0], y[1], 1e-3f);
      assertArrayEquals(sums[0], sums[1], 1e-3f);
    }
  }

  @Test
  void productsAgreeWithTheDefinition() {
    int[][] sizes = {{1, 1}, {4, 16}, {17, 33}, {5, 50}, {33, 64}, {65, 65}};
    for (RowMath math : List.of(PLAIN, VECTOR)) {
      for (int[] s : sizes) {
        addProduct(math, s[0], s[1]);
        transposedProduct(math, Math.min(s[0], math.matrices().panel()), s[1]);
      }
    }
  }

  private void addProduct(RowMath math, int m, int k) {
    int panel = math.matrices().panel();
    float[] rows = normal(m * k);
    float[] b = normal(k * panel + 3);
    float[] c = normal((m + 4) * panel + 1);
    float[] before = c.clone();
    int size = (m + 4) * panel;
    float[] a = new float[(k + panel) / panel * size];
    math.panels().pack(m, k, rows, 0, k, a, size);
    math.matrices().addProduct(m, k, a, 0, size, b, 3, c, 1);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < panel; j++) {
        double sum = before[1 + i * panel + j];
        for (int p = 0; p < k; p++) {
          sum += (double) rows[i * k + p] * b[3 + p * panel + j];
        }
        assertEquals(sum, c[1 + i * panel + j], 2e-6 * (10 + 4 * k));
      }
    }
  }

  private void transposedProduct(RowMath math, int m, int k) {
    int panel = math.matrices().panel();
    float[] a = normal((k + 1) * panel + 2);
    float[] b = normal(k * panel + 3);
    float[] c = new float[panel * panel + 1];
    Arrays.fill(c, Float.NaN);
    math.matrices().transposedProduct(m, k, a, 2, b, 3, c, 1);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < panel; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a[2 + p * panel + i] * b[3 + p * panel + j];
        }
        assertEquals(sum, c[1 + i * panel + j], 2e-6 * (10 + 4 * k));
      }
    }
  }

  @Test
  void packingAndUnpackingAreInverse() {
    for (RowMath math : List.of(PLAIN, VECTOR)) {
      int panel = math.matrices().panel();
      for (int n : new int[] {1, panel - 1, panel, panel + 1, 2 * panel, 3 * panel + 5}) {
        int rows = 7;
        int stride = n + 3;
        int size = 8 * panel;
        float[] x = normal(2 + rows * stride);
        float[] panels = new float[(n + panel - 1) / panel * size];
        Arrays.fill(panels, Float.NaN);
        math.panels().pack(rows, n, x, 2, stride, panels, size);
        float[] back = new float[x.length];
        math.panels().unpack(rows, n, panels, size, back, 2, stride);
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < stride; c++) {
            int at = 2 + r * stride + c;
            assertEquals(c < n && at < back.length ? x[at] : 0, at < back.length ? back[at] : 0);
          }
          for (int c = n; c < (n + panel - 1) / panel * panel; c++) {
            assertEquals(0, panels[c / panel * size + r * panel + c % panel]);
          }
        }
      }
    }
  }

  @Test
  void softmaxesOfPanelsAgreeWithTheDefinition() {
    for (RowMath math : List.of(PLAIN, VECTOR)) {
      int panel = math.matrices().panel();
      for (int keys : new int[] {1, 2, 17, 65}) {
        softmaxes(math, panel, keys);
      }
    }
  }

  private void softmaxes(RowMath math, int panel, int keys) {
    float scale = 0.3f;
    float[] x = normal(2 + keys * panel);
    float[] p = x.clone();
    float[] shift = new float[panel];
    float[] sum = new float[panel];
    math.panels().softmax(p, 2, keys, scale, shift, sum);
    float[] logSumExp = new float[panel + 1];
    for (int c = 0; c < panel; c++) {
      logSumExp[1 + c] = (float) RowMath.logSumExp(shift[c], sum[c]);
    }
    float[] again = x.clone();
    math.panels().softmax(again, 2, keys, scale, logSumExp, 1);
    float[] d = normal(2 + keys * panel);
    float[] through = d.clone();
    math.panels().throughSoftmax(p, through, 2, keys, scale);
    for (int c = 0; c < panel; c++) {
      double total = 0;
      for (int r = 0; r < keys; r++) {
        total += Math.exp((double) scale * x[2 + r * panel + c]);
      }
      double kept = 0;
      for (int r = 0; r < keys; r++) {
        int i = 2 + r * panel + c;
        double exact = Math.exp((double) scale * x[i]) / total;
        assertEquals(exact, p[i], 1e-6 * exact);
        assertEquals(exact, again[i], 1e-6 * exact);
        kept += p[i] * (double) d[i];
      }
      for (int r = 0; r < keys; r++) {
        int i = 2 + r * panel + c;
        assertEquals(p[i] * (d[i] - kept) * scale, through[i], 1e-6);
      }
    }
  }

  private float[] normal(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void expIsWithinOneUnitInTheLastPlace() {
    float[] x = new float[100_003];
    for (int i = 0; i < x.length; i++) {
      x[i] = -87 + 175f * i / x.length;
    }
    float[] y = x.clone();
    VECTOR.elements().exp(y, 0, y.length);
    for (int i = 0; i < x.length; i++) {
      double exact = StrictMath.exp(x[i]);
      assertTrue(Math.abs(y[i] - exact) <= Math.ulp((float) exact), "exp of " + x[i]);
    }
  }

  @Test
  void expAtItsEnds() {
    float[] ends = {Float.NEGATIVE_INFINITY, -1000, -87.5f, 0, 89, Float.POSITIVE_INFINITY};
    float[] expected = {0, 0, 0, 1, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
    for (RowMath math : List.of(PLAIN, VECTOR)) {
      // Both in lanes and in the tail of a row.
      float[] x = new float[64 * ends.length + ends.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = ends[i % ends.length];
      }
      math.elements().exp(x, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        assertEquals(expected[i % ends.length], x[i], "exp of " + ends[i % ends.length]);
      }
      float[] nan = new float[17];
      Arrays.fill(nan, Float.NaN);
      math.elements().exp(nan, 0, 17);
      assertTrue(Float.isNaN(nan[0]) && Float.isNaN(nan[16]));
    }
  }

  @Test
  void logIsThatOfTheLibrary() {
    for (float x = Float.MIN_VALUE;
        x < Float.MAX_VALUE;
        x += Math.max(Float.MIN_VALUE, x * 0.37f)) {
      assertEquals(StrictMath.log(x), FloatMath.log(x), 1e-9 * Math.abs(StrictMath.log(x)) + 1e-9);
    }
    assertEquals(Double.NEGATIVE_INFINITY, FloatMath.log(0));
    assertEquals(Double.POSITIVE_INFINITY, FloatMath.log(Float.POSITIVE_INFINITY));
    assertTrue(Double.isNaN(FloatMath.log(Float.NaN)));
  }
}
