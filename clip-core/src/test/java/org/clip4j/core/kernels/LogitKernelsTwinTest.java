package org.clip4j.core.kernels;

import static org.clip4j.core.kernels.Twins.agree;
import static org.clip4j.core.kernels.Twins.everyShape;
import static org.clip4j.core.kernels.Twins.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The fast kernels that losses are made of, against the naive twin in double. */
class LogitKernelsTwinTest {

  private static final double TIGHT = 1e-6;

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
  void sums() {
    everyShape(
        (r, c) ->
            agree(
                TIGHT,
                (k, t) -> Twins.addSums(k, t[0], t[1], t[2]),
                shape(r, c),
                shape(r),
                shape(c)));
  }

  /** In single precision one after another, so many are off by a hundred times as much. */
  @ParameterizedTest
  @MethodSource("org.clip4j.core.kernels.Twins#fast")
  void longSumsAreAsExactAsTheirValues(CpuKernels fast) {
    int n = 1 << 17;
    try (Arena arena = new Arena(DataType.FLOAT)) {
      for (Tensor x : List.of(arena.take(1, n), arena.take(n, 1))) {
        double exact = 1;
        for (int i = 0; i < n; i++) {
          x.set(i, 0.7 + i % 1000 / 3000.0);
          exact += x.get(i);
        }
        double[] rows = new double[x.rows()];
        double[] columns = new double[x.columns()];
        (rows.length == 1 ? rows : columns)[0] = 1;
        fast.addSums(x, rows, columns);
        double allowed = (rows.length == 1 ? 1e-14 : 1e-7) * exact;
        assertEquals(exact, (rows.length == 1 ? rows : columns)[0], allowed);
      }
    }
  }

  @Test
  void sigmoidOfLogits() {
    everyShape(
        (r, c) ->
            agree(
                2 * TIGHT,
                (k, t) -> {
                  k.scale(8, t[0]);
                  k.sigmoidGradient(t[0], 0.125, t[1]);
                },
                shape(r, c),
                shape(r)));
  }

  /** What is next to nothing keeps its digits, in the naive twin as well. */
  @Test
  void sigmoidOfLowLogits() {
    for (Kernels kernels : List.of(new Nd4jKernels(), new CpuKernels(2))) {
      try (Arena arena = new Arena(DataType.FLOAT)) {
        Tensor[] t = Twins.fill(arena, shape(1, 20), shape(1));
        t[0].array().assign(-40);
        kernels.sigmoidGradient(t[0], 1, t[1]);
        assertEquals(20 * Math.exp(-40), t[1].get(0), 1e-5 * 20 * Math.exp(-40));
        assertEquals(Math.exp(-40), t[0].get(7), 1e-6 * Math.exp(-40));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.clip4j.core.kernels.Twins#fast")
  void sigmoidOfFarLogits(CpuKernels fast) {
    float infinite = Float.POSITIVE_INFINITY;
    float[] logits = {500, -500, infinite, -infinite, -1e30f};
    double[] losses = {500, 0, infinite, 0, 0};
    float[] slopes = {1, 0, 1, 0, 0};
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor[] t = Twins.fill(arena, shape(5, 18), shape(5));
      t[0].zero();
      for (int r = 0; r < 5; r++) {
        t[0].set(r * 18 + 1, logits[r]);
      }
      fast.sigmoidGradient(t[0], 1, t[1]);
      for (int r = 0; r < 5; r++) {
        // The zeros of a row cost log 2 and have a slope of one half each.
        assertEquals(losses[r] + 17 * Math.log(2), t[1].get(r), 1e-3);
        assertEquals(slopes[r], t[0].get(r * 18 + 1));
        assertEquals(0.5f, t[0].get(r * 18));
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
}
