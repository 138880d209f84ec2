package org.clip4j.core.kernels;

import static org.clip4j.core.kernels.Twins.agree;
import static org.clip4j.core.kernels.Twins.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Every fast kernel, with vectors and with plain loops, against the naive twin in double. */
class CpuKernelsTwinTest {

  private static final double TIGHT = 1e-6;
  private static final int[] ROWS = {1, 5, 150};
  private static final int[] COLUMNS = {1, 7, 33, 128, 515};

  @FunctionalInterface
  private interface Shaped {
    void check(int rows, int columns);
  }

  private static void everyShape(Shaped check) {
    for (int rows : ROWS) {
      for (int columns : COLUMNS) {
        check.check(rows, columns);
      }
    }
  }

  @Test
  void gemm() {
    int[][] sizes = {{1, 1, 1}, {7, 33, 5}, {130, 70, 90}, {40, 300, 64}, {513, 2, 300}};
    for (int[] s : sizes) {
      for (int flags = 0; flags < 4; flags++) {
        boolean ta = (flags & 1) != 0;
        boolean tb = (flags & 2) != 0;
        for (double beta : new double[] {0, 1, -0.5}) {
          agree(
              TIGHT,
              (k, t) -> k.gemm(ta, tb, 0.75, t[0], t[1], beta, t[2]),
              ta ? shape(s[2], s[0]) : shape(s[0], s[2]),
              tb ? shape(s[1], s[2]) : shape(s[2], s[1]),
              shape(s[0], s[1]));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.clip4j.core.kernels.Twins#fast")
  void gemmWithoutBetaDoesNotReadTheResult(CpuKernels fast) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor[] t = Twins.fill(arena, shape(200, 96), shape(96, 80), shape(200, 80));
      for (int i = 0; i < t[2].length(); i++) {
        t[2].set(i, Double.NaN);
      }
      fast.gemm(false, false, 1, t[0], t[1], 0, t[2]);
      for (int i = 0; i < t[2].length(); i++) {
        assertEquals(false, Double.isNaN(t[2].get(i)));
      }
    }
  }

  @Test
  void biases() {
    everyShape(
        (r, c) -> {
          agree(TIGHT, (k, t) -> k.fillRows(t[0], t[1]), shape(c), shape(r, c));
          agree(TIGHT, (k, t) -> k.addBias(t[0], t[1], t[2]), shape(r, c), shape(c), shape(r, c));
          agree(TIGHT, (k, t) -> k.addBias(t[0], t[1], t[0]), shape(r, c), shape(c));
          agree(TIGHT, (k, t) -> k.addColumnSums(t[0], t[1]), shape(r, c), shape(c));
        });
  }

  @Test
  void elements() {
    everyShape(
        (r, c) -> {
          long[] s = shape(r, c);
          agree(TIGHT, (k, t) -> k.add(t[0], t[1], t[2]), s, s, s);
          agree(TIGHT, (k, t) -> k.add(t[0], t[1], t[0]), s, s);
          agree(TIGHT, (k, t) -> k.axpy(-1.25, t[0], t[1]), s, s);
          agree(TIGHT, (k, t) -> k.scale(0.3, t[0]), s);
          agree(TIGHT, (k, t) -> t[2].set(0, k.dot(t[0], t[1])), s, s, shape());
        });
  }

  @Test
  void layerNorm() {
    everyShape(
        (r, c) -> {
          long[] s = shape(r, c);
          agree(
              TIGHT,
              (k, t) -> k.layerNorm(t[0], t[1], t[2], 1e-5, t[3], t[4], t[5]),
              s,
              shape(c),
              shape(c),
              s,
              shape(r),
              shape(r));
          for (boolean accumulate : new boolean[] {false, true}) {
            // The statistics are those of the rows, as the backward may expect; of 16 columns
            // and more, since with few a row may be nearly constant and its inverse huge.
            agree(
                2 * TIGHT,
                (k, t) -> {
                  k.layerNorm(t[0], t[1], t[2], 0.1, t[3], t[4], t[5]);
                  k.layerNormBackward(t[6], t[0], t[1], t[4], t[5], t[7], accumulate, t[8], t[9]);
                },
                s,
                shape(c),
                shape(c),
                s,
                shape(r),
                shape(r),
                s,
                s,
                shape(c),
                shape(c));
          }
        });
  }

  @Test
  void biasActivation() {
    for (Activation activation : Activation.values()) {
      everyShape(
          (r, c) -> {
            long[] s = shape(r, c);
            // Three times wider than normal numbers, to reach the tails.
            agree(
                TIGHT,
                (k, t) -> {
                  k.scale(3, t[0]);
                  k.biasActivation(activation, t[0], t[1], t[2]);
                },
                s,
                shape(c),
                s);
            agree(
                TIGHT,
                (k, t) -> {
                  k.scale(3, t[1]);
                  k.biasActivationBackward(activation, t[0], t[1], t[2], t[3], t[4]);
                },
                s,
                s,
                shape(c),
                s,
                shape(c));
            agree(
                TIGHT,
                (k, t) -> k.biasActivationBackward(activation, t[0], t[1], t[2], t[0], t[3]),
                s,
                s,
                shape(c),
                shape(c));
          });
    }
  }

  @Test
  void attention() {
    attention(Sequences.uniform(3, 17), 4, 32);
    attention(Sequences.ofLengths(1, 5, 12, 33, 2), 2, 64);
    attention(Sequences.ofLengths(7, 1), 3, 5);
    attention(Sequences.ofLengths(1), 1, 1);
    attention(Sequences.ofLengths(65, 64), 2, 16);
    attention(Sequences.ofLengths(257, 100), 3, 64);
  }

  private static void attention(Sequences sequences, int heads, int headWidth) {
    int rows = sequences.rows();
    int width = heads * headWidth;
    for (boolean causal : new boolean[] {false, true}) {
      agree(
          2 * TIGHT,
          (k, t) -> {
            k.scale(1.5, t[0]);
            k.attention(t[0], sequences, heads, causal, t[1], t[2]);
            k.attentionBackward(t[3], t[0], t[1], t[2], sequences, heads, causal, t[4]);
          },
          shape(rows, 3L * width),
          shape(rows, width),
          shape(rows, heads),
          shape(rows, width),
          shape(rows, 3L * width));
    }
  }

  @Test
  void rowsByIndex() {
    SplittableRandom random = new SplittableRandom(3);
    everyShape(
        (r, c) -> {
          int[] index = random.ints(300, -1, r).toArray();
          agree(
              TIGHT,
              (k, t) -> {
                k.gatherRows(t[0], index, t[1], false);
                k.gatherRows(t[0], index, t[2], true);
              },
              shape(r, c),
              shape(300, c),
              shape(300, c));
          agree(TIGHT, (k, t) -> k.scatterAddRows(t[0], index, t[1]), shape(300, c), shape(r, c));
        });
  }

  @Test
  void patchify() {
    agree(0, (k, t) -> k.patchify(t[0], 8, t[1]), shape(5, 3, 16, 32), shape(40, 192));
    agree(0, (k, t) -> k.patchify(t[0], 1, t[1]), shape(2, 1, 3, 5), shape(30, 1));
    agree(0, (k, t) -> k.patchify(t[0], 5, t[1]), shape(1, 4, 5, 5), shape(1, 100));
    // Columns at the right and lines at the bottom that fill no patch.
    agree(0, (k, t) -> k.patchify(t[0], 8, t[1]), shape(3, 3, 30, 33), shape(36, 192));
    agree(0, (k, t) -> k.patchify(t[0], 3, t[1]), shape(2, 1, 5, 9), shape(6, 9));
    agree(0, (k, t) -> k.patchify(t[0], 4, t[1]), shape(2, 2, 8, 7), shape(4, 32));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20; i++) {
      int patch = random.nextInt(1, 10);
      int height = random.nextInt(patch, 40);
      int width = random.nextInt(patch, 40);
      int batch = random.nextInt(1, 4);
      agree(
          0,
          (k, t) -> k.patchify(t[0], patch, t[1]),
          shape(batch, 3, height, width),
          shape((long) batch * (height / patch) * (width / patch), 3L * patch * patch));
    }
  }

  @Test
  void normalizeRows() {
    everyShape(
        (r, c) -> {
          for (boolean accumulate : new boolean[] {false, true}) {
            agree(
                2 * TIGHT,
                (k, t) -> {
                  k.normalizeRows(t[0], t[1], t[2]);
                  k.normalizeRowsBackward(t[3], t[1], t[2], t[4], accumulate);
                },
                shape(r, c),
                shape(r, c),
                shape(r),
                shape(r, c),
                shape(r, c));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("org.clip4j.core.kernels.Twins#fast")
  void rowsOfZerosHaveTheSmallestNorm(CpuKernels fast) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor[] t = Twins.fill(arena, shape(2, 9), shape(2, 9), shape(2));
      t[0].zero();
      fast.normalizeRows(t[0], t[1], t[2]);
      assertEquals(1e-12f, t[2].get(1));
      assertEquals(0, t[1].get(17));
    }
  }

  /** Near one another, as they are, and so far apart that each row needs a shift of its own. */
  @ParameterizedTest
  @CsvSource({"0.5, 1e-6", "3, 1e-6", "8, 1e-6", "60, 1e-5"})
  void logits(double scale, double tolerance) {
    everyShape(
        (r, c) ->
            agree(
                tolerance,
                (k, t) -> {
                  k.scale(scale, t[0]);
                  Twins.logSumExps(k, t[0], t[1], t[2]);
                  k.softmaxSum(t[0], Twins.values(t[1]), Twins.values(t[2]), 0.125);
                },
                shape(r, c),
                shape(r),
                shape(c)));
  }

  /** Bounds that some values reach, that most do, and that none does. */
  @ParameterizedTest
  @ValueSource(doubles = {2, -2, 100})
  void entriesReaching(double above) {
    everyShape(
        (r, c) ->
            agree(
                0,
                (k, t) -> {
                  for (Tensor bounds : List.of(t[1], t[2])) {
                    for (long i = 0; i < bounds.length(); i++) {
                      bounds.set(i, above + i % 7 / 4.0);
                    }
                  }
                  Twins.entriesReaching(k, t[0], t[1], t[2], t[3]);
                },
                shape(r, c),
                shape(r),
                shape(c),
                shape(r, c)));
  }

  @ParameterizedTest
  @MethodSource("org.clip4j.core.kernels.Twins#fast")
  void whatIsNotANumberReachesNothing(CpuKernels fast) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor x = arena.take(2, 20);
      x.zero();
      x.set(3, Double.NaN);
      x.set(4, Double.POSITIVE_INFINITY);
      x.set(25, Double.NEGATIVE_INFINITY);
      double[] high = new double[20];
      Arrays.fill(high, 5);
      assertArrayEquals(new int[] {4}, fast.entriesReaching(x, new double[] {5, 5}, high));
      double[] low = {Double.NEGATIVE_INFINITY, Double.NaN};
      int[] first = IntStream.range(0, 20).filter(i -> i != 3).toArray();
      assertArrayEquals(first, fast.entriesReaching(x, low, high));
    }
  }

  @Test
  void entriesOfAProduct() {
    everyShape(
        (r, c) ->
            agree(
                TIGHT,
                (k, t) -> Twins.entries(k, t[0], t[1], t[2]),
                shape(r, c),
                shape(3, c),
                shape(r, 3)));
  }

  /** A product in single precision would lose what is left of sums that cancel. */
  @ParameterizedTest
  @MethodSource("org.clip4j.core.kernels.Twins#fast")
  void entriesAreAddedUpInDouble(CpuKernels fast) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor[] t = Twins.fill(arena, shape(1, 41), shape(1, 41));
      for (int i = 0; i < 20; i++) {
        t[0].set(20 + i, t[0].get(i));
        t[1].set(20 + i, -t[1].get(i));
      }
      t[0].set(40, 1e-7);
      t[1].set(40, 1);
      assertEquals(1e-7f, fast.entries(t[0], t[1], new int[] {0})[0], 1e-14);
    }
  }

  @Test
  void sigmoidOfLogits() {
    for (int pairOffset : new int[] {0, -3, 40, -1000}) {
      everyShape(
          (r, c) ->
              agree(
                  2 * TIGHT,
                  (k, t) -> {
                    k.scale(8, t[0]);
                    k.sigmoidGradient(t[0], -5, pairOffset, 0.125, t[1], t[2]);
                  },
                  shape(r, c),
                  shape(r),
                  shape(r)));
    }
  }

  @ParameterizedTest
  @MethodSource("org.clip4j.core.kernels.Twins#fast")
  void sigmoidOfFarLogits(CpuKernels fast) {
    float infinite = Float.POSITIVE_INFINITY;
    float[] logits = {500, -500, infinite, -infinite};
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor[] t = Twins.fill(arena, shape(4, 18), shape(4), shape(4));
      t[0].zero();
      for (int r = 0; r < 4; r++) {
        t[0].set(r * 18 + 1, logits[r]);
      }
      // Row 1 has its pair there; the zeros of a row cost log 2 and have a slope of one half each.
      fast.sigmoidGradient(t[0], 0, 0, 1, t[1], t[2]);
      double zeros = 17 * Math.log(2);
      assertEquals(500 + zeros, t[1].get(0), 1e-3);
      assertEquals(500 + zeros, t[1].get(1), 1e-3);
      assertEquals(infinite, t[1].get(2));
      assertEquals(zeros, t[1].get(3), 1e-5);
      float[] slopes = {1, -1, 1, 0};
      float[] sums = {8.5f, 7.5f, 8.5f, 7.5f};
      for (int r = 0; r < 4; r++) {
        assertEquals(slopes[r], t[0].get(r * 18 + 1));
        assertEquals(sums[r], t[2].get(r));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.clip4j.core.kernels.Twins#fast")
  void logSumExpOfInfinities(CpuKernels fast) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor x = arena.take(20, 18);
      double[] rows = new double[20];
      double[] columns = new double[18];
      for (int i = 0; i < x.length(); i++) {
        x.set(i, Double.NEGATIVE_INFINITY);
      }
      x.set(18, 200);
      fast.logSumExps(x, rows, columns);
      double[] expected = new double[20];
      Arrays.fill(expected, Double.NEGATIVE_INFINITY);
      expected[1] = 200;
      for (int r = 0; r < 20; r++) {
        assertEquals(expected[r], rows[r]);
      }
      for (int c = 0; c < 18; c++) {
        assertEquals(c == 0 ? 200 : Double.NEGATIVE_INFINITY, columns[c]);
      }
    }
  }

  @Test
  void adamW() {
    for (int n : new int[] {1, 7, 33, 20_000}) {
      agree(
          TIGHT,
          (k, t) -> {
            t[3].zero();
            for (int step = 1; step <= 3; step++) {
              k.adamW(t[0], t[1], t[2], t[3], new AdamWStep(1e-2, 0.9, 0.98, 1e-6, 0.2, step), 0.5);
            }
          },
          shape(n),
          shape(n),
          shape(n),
          shape(n));
    }
  }
}
