package org.clip4j.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.Rate;

/**
 * What the template sees: texts, places and lists of them, nothing it could call. Of a run that was
 * not evaluated there is no verdict.
 */
record ReportView(
    String title,
    String summary,
    List<Tile> tiles,
    Verdict verdict,
    List<Measure> measures,
    List<Chart> charts,
    int skippedLines,
    List<PictureCard> pictures,
    List<CaptionCard> captions,
    List<Fact> facts,
    String config) {

  static ReportView of(ReportData data) {
    return new ReportView(
        Text.line(data.title()),
        Text.line(data.summary()),
        data.eval().map(ReportView::tiles).orElse(List.of()),
        data.eval().map(eval -> Verdict.of(eval, data.metrics())).orElse(null),
        data.eval().map(Measure::of).orElse(List.of()),
        Charts.of(data.metrics(), data.eval()),
        data.metrics().skipped(),
        data.pictures().stream().map(ReportView::card).toList(),
        data.captions().stream().map(ReportView::card).toList(),
        facts(data.provenance(), data.eval()),
        Text.block(data.provenance().config()));
  }

  private static List<Tile> tiles(EvalResult eval) {
    List<Tile> tiles = new ArrayList<>();
    String names = Text.count(eval.zeroShot().classes()) + " names";
    tiles.add(tile("Right at first try", "top-1 of " + names, "model", eval.zeroShot().top1()));
    tiles.add(tile("Right among five", "top-5 of " + names, "model", eval.zeroShot().top5()));
    eval.zeroShotCategories()
        .ifPresent(
            score ->
                tiles.add(
                    tile(
                        "Right category",
                        "top-1 of " + score.classes() + ", by prompt",
                        "model",
                        score.top1())));
    eval.pixelNn()
        .ifPresent(
            pixel ->
                tiles.add(tile("Pixel look-up", "the baseline's top-1", "baseline", pixel.top1())));
    return tiles;
  }

  private static Tile tile(String label, String detail, String kind, Rate rate) {
    return new Tile(
        label,
        detail,
        kind,
        Text.percent(rate.value()),
        Text.percent(rate.interval().low()),
        Text.percent(rate.interval().high()),
        Text.percent(rate.chance()));
  }

  private static PictureCard card(PictureExample example) {
    return new PictureCard(
        example.picture().dataUri(),
        Text.line(example.caption()),
        example.guesses().stream().anyMatch(PictureExample.Guess::right),
        example.guesses().stream()
            .map(
                guess ->
                    new Name(
                        Text.line(guess.caption()),
                        cosine(guess.score()),
                        bar(guess.score()),
                        guess.right()))
            .toList());
  }

  private static CaptionCard card(CaptionExample example) {
    return new CaptionCard(
        Text.line(example.caption()),
        example.guesses().stream()
            .map(
                guess ->
                    new Shot(
                        guess.picture().dataUri(),
                        Text.line(guess.caption()),
                        cosine(guess.score()),
                        guess.right()))
            .toList());
  }

  private static String cosine(double score) {
    return String.format(Locale.ROOT, "%.2f", score);
  }

  private static String bar(double score) {
    return String.format(Locale.ROOT, "%.1f", 100 * Math.min(1, Math.max(0, score)));
  }

  private static List<Fact> facts(Provenance from, Optional<EvalResult> eval) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Version", Text.line(from.version())));
    facts.add(new Fact("Seed", Long.toString(from.seed())));
    facts.add(new Fact("Data fingerprint", Text.line(from.dataFingerprint())));
    facts.add(new Fact("Kernels", Text.line(from.kernels())));
    facts.add(new Fact("Threads", Integer.toString(from.threads())));
    facts.add(new Fact("Java", Text.line(from.java())));
    eval.ifPresent(figures -> facts.add(new Fact("Took", Text.duration(figures.seconds()))));
    for (Map.Entry<String, String> more : from.more().entrySet()) {
      facts.add(new Fact(Text.line(more.getKey()), Text.line(more.getValue())));
    }
    return facts;
  }

  /** A figure at the top of the page. */
  record Tile(
      String label,
      String detail,
      String kind,
      String value,
      String low,
      String high,
      String chance) {}

  /** A picture and its captions. */
  record PictureCard(String picture, String caption, boolean found, List<Name> names) {}

  /** A caption under a picture; its bar is in percent. */
  record Name(String caption, String score, String bar, boolean right) {}

  /** A caption and its pictures. */
  record CaptionCard(String caption, List<Shot> shots) {}

  /** A picture under a caption. */
  record Shot(String picture, String caption, String score, boolean right) {}

  /** A line of where the run came from. */
  record Fact(String name, String value) {}
}
