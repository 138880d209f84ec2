package org.clip4j.core.kernels;

import static org.clip4j.core.kernels.Twins.agree;
import static org.clip4j.core.kernels.Twins.everyShape;
import static org.clip4j.core.kernels.Twins.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Every fast kernel, with vectors and with plain loops, against the naive twin in double. */
class CpuKernelsTwinTest {

  private static final double TIGHT = 1e-6;

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
