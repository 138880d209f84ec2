package org.clip4j.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.Rate;
import org.clip4j.train.eval.Recall;
import org.clip4j.train.eval.WilsonInterval;

/**
 * A row of the table of figures, in words and in places (percent from the left).
 *
 * @param group rows of one heading stand together
 * @param baseline whether it is not the model's
 * @param times how many times chance, or empty where chance is nothing to beat
 */
record Measure(
    String group,
    String name,
    boolean baseline,
    String value,
    String low,
    String high,
    String chance,
    String times,
    String valueAt,
    String lowAt,
    String highAt,
    String chanceAt) {

  static List<Measure> of(EvalResult eval) {
    List<Measure> rows = new ArrayList<>();
    String names = Text.count(eval.zeroShot().classes()) + " names";
    String zeroShot = "Zero-shot, held-out pictures";
    rows.add(of(zeroShot, "Top-1 of " + names, false, eval.zeroShot().top1()));
    eval.pixelNn()
        .ifPresent(pixel -> rows.add(of(zeroShot, "Pixel look-up, top-1", true, pixel.top1())));
    rows.add(of(zeroShot, "Top-5 of " + names, false, eval.zeroShot().top5()));
    eval.zeroShotCategories()
        .ifPresent(
            score -> {
              String group = "Zero-shot by prompt, " + score.classes() + " categories";
              rows.add(of(group, "Top-1", false, score.top1()));
              if (score.top5().chance() < 0.5) {
                rows.add(of(group, "Top-5", false, score.top5()));
              }
            });
    eval.retrieval()
        .ifPresent(
            score -> {
              addRecall(rows, "Retrieval, picture to caption", score.imageToText());
              addRecall(rows, "Retrieval, caption to picture", score.textToImage());
            });
    return rows;
  }

  private static void addRecall(List<Measure> rows, String group, Recall recall) {
    rows.add(of(group, "Recall@1", false, recall.at1()));
    rows.add(of(group, "Recall@5", false, recall.at5()));
    rows.add(of(group, "Recall@10", false, recall.at10()));
  }

  private static Measure of(String group, String name, boolean baseline, Rate rate) {
    WilsonInterval interval = rate.interval();
    return new Measure(
        group,
        name,
        baseline,
        Text.percent(rate.value()),
        Text.percent(interval.low()),
        Text.percent(interval.high()),
        Text.percent(rate.chance()),
        times(rate),
        place(rate.value()),
        place(interval.low()),
        place(interval.high()),
        place(rate.chance()));
  }

  static String times(Rate rate) {
    double times = rate.chance() == 0 ? 0 : rate.value() / rate.chance();
    if (times == 0) {
      return "";
    }
    return times < 10 ? String.format(Locale.ROOT, "%.1f", times) : Text.count(Math.round(times));
  }

  private static String place(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }
}
