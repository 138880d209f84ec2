package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The shares of several machines add up to what one machine computes. */
@Tag("long")
class MachinesTest {

  private static final LogitMap MAP = new LogitMap(1.1, -2);

  @Property(tries = 40)
  void sharesAddUpToTheWhole(
      @ForAll @IntRange(min = 1, max = 12) int batch,
      @ForAll @IntRange(min = 1, max = 6) int machines,
      @ForAll @IntRange(min = 1, max = 13) int tile,
      @ForAll long seed) {
    int[] cuts = cuts(batch, Math.min(machines, batch), seed);
    for (ContrastiveLoss loss : Losses.all()) {
      try (Pairs one = Pairs.inDouble(batch, 4, seed);
          Pairs several = Pairs.inDouble(batch, 4, seed)) {
        ContrastiveLoss.Result expected = one.compute(loss, MAP);
        ContrastiveLoss.Result actual =
            Machines.compute(new Nd4jKernels(), loss.withTile(tile), MAP, several, cuts);
        assertSame(expected, actual, 1e-12);
        assertNear(one.dImages, several.dImages, 1e-12);
        assertNear(one.dTexts, several.dTexts, 1e-12);
      }
    }
  }

  /**
   * Sizes that the tile divides and ones that it does not, scales from a run's first to its last.
   * InfoNCE begins with two pairs: of one the loss is 0, and in floats what its logit was rounded
   * by.
   */
  @ParameterizedTest
  @CsvSource({
    "infonce, 1, 203, 37, 10, 0",
    "infonce, 3, 203, 37, 10, 0",
    "infonce, 1, 2, 37, 10, 0",
    "infonce, 2, 64, 16, 14.3, 0",
    "infonce, 3, 203, 37, 100, 0",
    "infonce, 1, 512, 100, 14.3, 0",
    "sigmoid, 1, 203, 37, 10, -10",
    "sigmoid, 3, 203, 37, 10, -10",
    "sigmoid, 1, 1, 37, 10, -10",
    "sigmoid, 2, 64, 16, 1, -2",
    "sigmoid, 3, 203, 37, 100, -12",
    "sigmoid, 1, 512, 100, 10, -10"
  })
  void inFloatNearDouble(
      String name, int machines, int batch, int tile, double scale, double bias) {
    ContrastiveLoss loss = Losses.named(name).withTile(tile);
    Kernels kernels = KernelSelector.of(DataType.FLOAT);
    try (Pairs expected = Pairs.inDouble(batch, 32, 9);
        Pairs actual = new Pairs(DataType.FLOAT, batch, 32, 9)) {
      for (Tensor[] both :
          new Tensor[][] {{expected.images, actual.images}, {expected.texts, actual.texts}}) {
        for (long i = 0; i < both[0].length(); i++) {
          // Rows of about unit length, the same in both.
          both[1].set(i, both[1].get(i) / 5.6);
          both[0].set(i, both[1].get(i));
        }
      }
      LogitMap map = new LogitMap(Math.log(scale), bias);
      ContrastiveLoss.Result whole = expected.compute(loss.withTile(batch), map);
      ContrastiveLoss.Result shares =
          Machines.compute(kernels, loss, map, actual, cuts(batch, machines, 4));
      double value = 1e-5 * Math.abs(whole.value());
      assertEquals(whole.value(), shares.value(), value);
      assertEquals(whole.dLogScale(), shares.dLogScale(), 1e-5 * Math.abs(whole.dLogScale()));
      assertEquals(whole.dBias(), shares.dBias(), 1e-5 * Math.abs(whole.dBias()));
      assertNear(expected.dImages, actual.dImages, 1e-5 * largest(expected.dImages));
      assertNear(expected.dTexts, actual.dTexts, 1e-5 * largest(expected.dTexts));
    }
  }

  private static double largest(Tensor t) {
    double largest = 0;
    for (long i = 0; i < t.length(); i++) {
      largest = Math.max(largest, Math.abs(t.get(i)));
    }
    return largest;
  }

  private static void assertNear(Tensor expected, Tensor actual, double allowed) {
    Pairs.assertSame(expected, actual, allowed);
  }

  private static void assertSame(
      ContrastiveLoss.Result expected, ContrastiveLoss.Result actual, double relative) {
    double allowed = relative * Math.max(1, Math.abs(expected.value()));
    assertEquals(expected.value(), actual.value(), allowed);
    assertEquals(expected.dLogScale(), actual.dLogScale(), 2 * allowed);
    assertEquals(expected.dBias(), actual.dBias(), allowed);
  }

  /** At random places, so that machines have different numbers of rows, at least one each. */
  private static int[] cuts(int batch, int machines, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] inner =
        random
            .ints(1, batch + 1)
            .filter(i -> i < batch)
            .distinct()
            .limit(Math.max(0, machines - 1))
            .sorted()
            .toArray();
    return IntStream.concat(
            IntStream.concat(IntStream.of(0), IntStream.of(inner)), IntStream.of(batch))
        .toArray();
  }
}
