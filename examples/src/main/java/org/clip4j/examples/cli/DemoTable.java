package org.clip4j.examples.cli;

import java.util.Locale;
import org.clip4j.train.eval.BaselineScore;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.Rate;
import org.clip4j.train.eval.Recall;

/** The demo's figures as a table for the terminal, each beside chance and with its 95% interval. */
final class DemoTable {

  private final StringBuilder text = new StringBuilder();

  private DemoTable() {}

  static String of(EvalResult figures) {
    DemoTable table = new DemoTable();
    table.line("A drawing style never seen in training", "", "95% interval", "chance");
    table.row(
        "zero-shot over all " + figures.zeroShot().classes() + " names, top-1",
        figures.zeroShot().top1());
    table.row("  top-5", figures.zeroShot().top5());
    figures
        .zeroShotCategories()
        .ifPresent(
            c -> table.row("zero-shot over " + c.classes() + " categories, top-1", c.top1()));
    figures
        .retrieval()
        .ifPresent(
            r -> {
              table.recall("picture to caption", r.imageToText());
              table.recall("caption to picture", r.textToImage());
            });
    figures.pixelNn().ifPresent(p -> table.baseline(p, figures.zeroShot().top1()));
    table.text.append(String.format(Locale.ROOT, "%.0f seconds in all%n", figures.seconds()));
    return table.text.toString();
  }

  private void recall(String direction, Recall recall) {
    row(direction + ", recall@1", recall.at1());
    row("  recall@5", recall.at5());
    row("  recall@10", recall.at10());
  }

  private void baseline(BaselineScore pixels, Rate model) {
    row("baseline: nearest picture by pixels, top-1", pixels.top1());
    if (model.interval().overlaps(pixels.top1().interval())) {
      text.append("The model is level with the pixel baseline: the intervals overlap.\n");
    } else if (model.value() > pixels.top1().value()) {
      text.append("The model is above the pixel baseline.\n");
    } else {
      text.append("The model is below the pixel baseline.\n");
    }
    text.append(
        "The baseline keeps all "
            + pixels.stored()
            + " training pictures and compares with each; the model keeps none and goes through"
            + " words.\n");
  }

  private void row(String name, Rate rate) {
    line(
        name,
        percent(rate.value()),
        percent(rate.interval().low()) + " - " + percent(rate.interval().high()),
        String.format(Locale.ROOT, "%.2f%%", 100 * rate.chance()));
  }

  private void line(String name, String value, String interval, String chance) {
    text.append(
        String.format(Locale.ROOT, "%-46s %7s  %15s  %7s%n", name, value, interval, chance));
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * fraction);
  }
}
