package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

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

  @Test
  void keepsWhatEveryLossKeeps() {
    LossCheck.check(new InfoNceLoss(), LogitMap.ofLogScale(0.9));
  }
}
