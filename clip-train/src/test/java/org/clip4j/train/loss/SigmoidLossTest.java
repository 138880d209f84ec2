package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class SigmoidLossTest {

  private static final LogitMap START = new LogitMap(Math.log(10), -10);

  /** Against plain loops over the definition, with any tile. */
  @Property(tries = 30)
  void agreesWithItsDefinition(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 5) int width,
      @ForAll @IntRange(min = 1, max = 10) int tile,
      @ForAll @DoubleRange(min = -10, max = 3) double bias,
      @ForAll long seed) {
    LogitMap map = new LogitMap(0.7, bias);
    try (Pairs pairs = Pairs.inDouble(batch, width, seed)) {
      ContrastiveLoss.Result result = pairs.compute(new SigmoidLoss(tile), map);
      NaiveSigmoid naive = new NaiveSigmoid(LossInputs.whole(pairs.images, pairs.texts, map));
      assertEquals(naive.loss(), result.value(), 1e-12 * Math.max(1, naive.loss()));
      assertEquals(naive.dLogScale(), result.dLogScale(), 1e-11);
      assertEquals(naive.dBias(), result.dBias(), 1e-12);
      for (int i = 0; i < batch; i++) {
        for (int d = 0; d < width; d++) {
          long at = (long) i * width + d;
          assertEquals(naive.dImage(i, d), pairs.dImages.get(at), 1e-12);
          assertEquals(naive.dText(i, d), pairs.dTexts.get(at), 1e-12);
        }
      }
    }
  }

  @Test
  void keepsWhatEveryLossKeeps() {
    LossCheck.check(new SigmoidLoss(), new LogitMap(0.4, -1.5));
  }

  /** The order of the pairs is no part of the loss. */
  @Property(tries = 20)
  void permutedPairsPermuteTheGradients(
      @ForAll @IntRange(min = 2, max = 8) int batch,
      @ForAll @IntRange(min = 1, max = 9) int tile,
      @ForAll long seed) {
    int width = 3;
    int[] order = IntStream.range(0, batch).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = batch - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    try (Pairs pairs = Pairs.inDouble(batch, width, seed);
        Pairs permuted = Pairs.inDouble(batch, width, seed)) {
      copyRows(pairs.images, order, permuted.images);
      copyRows(pairs.texts, order, permuted.texts);
      ContrastiveLoss.Result expected = pairs.compute(new SigmoidLoss(tile), START);
      ContrastiveLoss.Result actual = permuted.compute(new SigmoidLoss(tile), START);
      double allowed = 1e-12 * Math.max(1, expected.value());
      assertEquals(expected.value(), actual.value(), allowed);
      assertEquals(expected.dLogScale(), actual.dLogScale(), 20 * allowed);
      assertEquals(expected.dBias(), actual.dBias(), allowed);
      copyRows(pairs.dImages, order, pairs.images);
      Pairs.assertSame(pairs.images, permuted.dImages, 20 * allowed);
      copyRows(pairs.dTexts, order, pairs.texts);
      Pairs.assertSame(pairs.texts, permuted.dTexts, 20 * allowed);
    }
  }

  private static void copyRows(Tensor from, int[] order, Tensor into) {
    for (int i = 0; i < order.length; i++) {
      into.slice(i, i + 1).assign(from.slice(order[i], order[i] + 1));
    }
  }

  /** One pair is one logit: {@code log(1 + exp(-logit))}. */
  @Property(tries = 20)
  void onePairIsOneLogit(@ForAll @DoubleRange(min = -1, max = 1) double similarity) {
    try (Pairs pairs = Pairs.inDouble(1, 2, 1)) {
      pairs.images.set(0, 1);
      pairs.images.set(1, 0);
      pairs.texts.set(0, similarity);
      pairs.texts.set(1, Math.sqrt(1 - similarity * similarity));
      double logit = 10 * similarity - 10;
      ContrastiveLoss.Result result = pairs.compute(new SigmoidLoss(), START);
      assertEquals(Math.log1p(Math.exp(logit)) - logit, result.value(), 1e-12);
      assertEquals(-1 / (1 + Math.exp(logit)), result.dBias(), 1e-12);
      assertEquals(result.dBias() * 10 * similarity, result.dLogScale(), 1e-12);
    }
  }

  /** Logits far out: nothing overflows, and what is surely right costs nothing. */
  @Test
  void farLogitsAreExact() {
    try (Pairs pairs = Pairs.inDouble(2, 2, 1)) {
      for (int i = 0; i < 4; i++) {
        pairs.images.set(i, i % 3 == 0 ? 1 : 0);
        pairs.texts.set(i, i % 3 == 0 ? 1 : 0);
      }
      double logScale = Math.log(4000);
      assertEquals(0, pairs.compute(new SigmoidLoss(), new LogitMap(logScale, -2000)).value());
      ContrastiveLoss.Result wrong =
          pairs.compute(new SigmoidLoss(), new LogitMap(Math.log(1e-9), -2000));
      assertEquals(2000, wrong.value(), 1e-6);
      assertEquals(-1, wrong.dBias(), 1e-12);
    }
  }

  @Test
  void floatIsNearDouble() {
    try (Pairs single = new Pairs(DataType.FLOAT, 70, 24, 5);
        Pairs twice = Pairs.inDouble(70, 24, 5)) {
      for (int i = 0; i < single.images.length(); i++) {
        // Rows of about unit length, the same in both.
        single.images.set(i, single.images.get(i) / 5);
        single.texts.set(i, single.texts.get(i) / 5);
        twice.images.set(i, single.images.get(i));
        twice.texts.set(i, single.texts.get(i));
      }
      ContrastiveLoss.Result expected = twice.compute(new SigmoidLoss(), START);
      for (int tile : new int[] {32, 1024}) {
        ContrastiveLoss.Result actual =
            single.compute(KernelSelector.of(DataType.FLOAT), new SigmoidLoss(tile), START);
        assertEquals(expected.value(), actual.value(), 3e-6 * expected.value());
        assertEquals(expected.dLogScale(), actual.dLogScale(), 3e-5);
        assertEquals(expected.dBias(), actual.dBias(), 3e-6);
        double largest = 0;
        for (double d : values(twice.dImages)) {
          largest = Math.max(largest, Math.abs(d));
        }
        Pairs.assertSame(twice.dImages, single.dImages, 3e-6 * largest);
        Pairs.assertSame(twice.dTexts, single.dTexts, 3e-6 * largest);
      }
    }
  }

  @Test
  void notANumberIsNotHidden() {
    try (Pairs pairs = new Pairs(DataType.FLOAT, 20, 8, 5)) {
      pairs.images.set(3, Double.NaN);
      ContrastiveLoss.Result result =
          pairs.compute(KernelSelector.of(DataType.FLOAT), new SigmoidLoss(), START);
      assertTrue(Double.isNaN(result.value()) && Double.isNaN(result.dBias()));
    }
  }

  @Test
  void refusesATileWithoutRows() {
    assertThrows(IllegalArgumentException.class, () -> new SigmoidLoss(0));
  }

  private static double[] values(Tensor t) {
    double[] values = new double[(int) t.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = t.get(i);
    }
    return values;
  }
}
