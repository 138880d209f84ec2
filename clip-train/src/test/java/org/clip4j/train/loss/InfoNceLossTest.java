package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.kernels.CpuKernels;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.kernels.Nd4jKernels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class InfoNceLossTest {

  /** Against plain loops over the definition, with any tile; the bias changes nothing. */
  @Property(tries = 30)
  void agreesWithItsDefinition(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 5) int width,
      @ForAll @IntRange(min = 1, max = 10) int tile,
      @ForAll long seed) {
    try (Pairs pairs = Pairs.inDouble(batch, width, seed)) {
      double logScale = 1.3;
      ContrastiveLoss.Result result =
          pairs.compute(new InfoNceLoss(tile), new LogitMap(logScale, -10));
      NaiveInfoNce naive =
          new NaiveInfoNce(
              LossInputs.whole(pairs.images, pairs.texts, LogitMap.ofLogScale(logScale)));
      assertEquals(naive.loss(), result.value(), 1e-12);
      assertEquals(naive.dLogScale(), result.dLogScale(), 1e-12);
      assertEquals(0, result.dBias());
      for (int i = 0; i < batch; i++) {
        for (int d = 0; d < width; d++) {
          long at = (long) i * width + d;
          assertEquals(naive.dImage(i, d), pairs.dImages.get(at), 1e-12);
          assertEquals(naive.dText(i, d), pairs.dTexts.get(at), 1e-12);
        }
      }
    }
  }

  /**
   * Pairs far above their negatives, up to where one less a softmax is nothing in double: the loss
   * and its gradients keep the precision of the logits. Every picture is its own caption and at a
   * right angle to all others, so that the values are known.
   */
  @Property(tries = 40)
  void isExactWhereItIsSmall(
      @ForAll @IntRange(min = 2, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 10) int tile,
      @ForAll @DoubleRange(min = 5, max = 60) double scale,
      @ForAll boolean fast,
      @ForAll boolean single) {
    Kernels kernels = fast ? new CpuKernels(2) : new Nd4jKernels();
    boolean floats = fast || single;
    try (Pairs pairs = new Pairs(floats ? DataType.FLOAT : DataType.DOUBLE, batch, batch, 0)) {
      for (long i = 0; i < pairs.images.length(); i++) {
        double unit = i % (batch + 1) == 0 ? 1 : 0;
        pairs.images.set(i, unit);
        pairs.texts.set(i, unit);
      }
      ContrastiveLoss.Result result =
          pairs.compute(kernels, new InfoNceLoss(tile), LogitMap.ofLogScale(Math.log(scale)));
      double others = (batch - 1) * Math.exp(-scale);
      double missed = others / (1 + others);
      double allowed = floats ? 1e-5 : 1e-12;
      near(Math.log1p(others), result.value(), allowed);
      near(-scale * missed, result.dLogScale(), allowed);
      for (int i = 0; i < batch; i++) {
        for (int d = 0; d < batch; d++) {
          double slope = scale / batch * missed * (i == d ? -1 : 1.0 / (batch - 1));
          near(slope, pairs.dImages.get((long) i * batch + d), allowed);
          near(slope, pairs.dTexts.get((long) i * batch + d), allowed);
        }
      }
    }
  }

  private static void near(double expected, double actual, double relative) {
    assertEquals(expected, actual, relative * Math.abs(expected));
  }

  /** Numbers that are not finite end up in the loss, where a run looks for them. */
  @Property(tries = 20)
  void isNotFiniteWhereALogitIsNot(
      @ForAll @IntRange(min = 1, max = 4) int tile,
      @ForAll @IntRange(min = 0, max = 3) int row,
      @ForAll @From("notFinite") double value) {
    try (Pairs pairs = new Pairs(DataType.FLOAT, 4, 3, 5)) {
      pairs.images.set(row * 3L, value);
      ContrastiveLoss.Result result =
          pairs.compute(new CpuKernels(1), new InfoNceLoss(tile), LogitMap.ofLogScale(1));
      assertFalse(Double.isFinite(result.value()));
    }
  }

  @Provide
  Arbitrary<Double> notFinite() {
    return Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
  }

  @Test
  void keepsWhatEveryLossKeeps() {
    LossCheck.check(new InfoNceLoss(), LogitMap.ofLogScale(0.9));
  }
}
