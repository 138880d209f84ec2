package org.clip4j.train.report;

import org.clip4j.train.eval.BaselineScore;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.Rate;
import org.clip4j.train.eval.WilsonInterval;

/**
 * What the figures say of the model, drawn from the figures alone; the template has the words.
 *
 * @param model zero-shot top-1
 * @param aboveChance whether chance lies below the interval
 * @param chance what guessing gives
 * @param times how many times chance
 * @param against how the model stands to the baseline
 * @param baseline the baseline's top-1, or empty
 * @param stored how many pictures the baseline keeps, or empty
 * @param views how often the model has seen each of them on average, or empty
 */
record Verdict(
    String model,
    boolean aboveChance,
    String chance,
    String times,
    Against against,
    String baseline,
    String stored,
    String views) {

  /** How two rates stand to each other; intervals that overlap do not tell them apart. */
  enum Against {
    NOTHING,
    BELOW,
    LEVEL,
    ABOVE
  }

  static Verdict of(EvalResult eval, MetricsLog metrics) {
    Rate model = eval.zeroShot().top1();
    return new Verdict(
        Text.percent(model.value()),
        model.interval().low() > model.chance(),
        Text.percent(model.chance()),
        Measure.times(model),
        eval.pixelNn().map(pixel -> against(model, pixel.top1())).orElse(Against.NOTHING),
        eval.pixelNn().map(pixel -> Text.percent(pixel.top1().value())).orElse(""),
        eval.pixelNn().map(pixel -> Text.count(pixel.stored())).orElse(""),
        eval.pixelNn().map(pixel -> views(pixel, metrics)).orElse(""));
  }

  private static Against against(Rate model, Rate baseline) {
    WilsonInterval ours = model.interval();
    if (ours.overlaps(baseline.interval())) {
      return Against.LEVEL;
    }
    return model.value() < baseline.value() ? Against.BELOW : Against.ABOVE;
  }

  private static String views(BaselineScore pixel, MetricsLog metrics) {
    double views = metrics.samplesSeen().orElse(0) / Math.max(1, pixel.stored());
    return views < 1 ? "" : Text.count(Math.round(views));
  }
}
