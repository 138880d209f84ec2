package org.clip4j.train.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clip4j.data.check.SheetSample;
import org.clip4j.data.check.SheetSample.Thumbnail;

/** What the contact sheet's template sees: samples by shard, as texts. */
record SheetView(String title, String summary, List<Shard> shards) {

  static SheetView of(String title, String summary, List<SheetSample> samples) {
    Map<String, List<Card>> byShard = new LinkedHashMap<>();
    for (SheetSample sample : samples) {
      byShard.computeIfAbsent(Text.line(sample.shard()), s -> new ArrayList<>()).add(card(sample));
    }
    List<Shard> shards = new ArrayList<>();
    byShard.forEach((name, cards) -> shards.add(new Shard(name, cards)));
    return new SheetView(Text.line(title), Text.line(summary), shards);
  }

  private static Card card(SheetSample sample) {
    return new Card(
        sample.key().isEmpty() ? "the rest of the shard" : Text.line(sample.key()),
        sample.caption().map(Text::line).orElse(""),
        sample.picture().map(p -> Picture.jpeg(p.image()).dataUri()).orElse(""),
        sample.picture().map(SheetView::size).orElse(""),
        Text.line(sample.parts()),
        sample.offset().map(o -> "byte " + Text.count(o)).orElse(""),
        sample
            .problem()
            .map(p -> p.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .orElse(""),
        sample.problem().map(p -> Text.line(p.detail())).orElse(""));
  }

  private static String size(Thumbnail picture) {
    return picture.width() + " \u00d7 " + picture.height();
  }

  /** A shard's samples. */
  record Shard(String name, List<Card> cards) {}

  /** A sample; its problem is empty if it has none. */
  record Card(
      String key,
      String caption,
      String picture,
      String size,
      String parts,
      String offset,
      String problem,
      String detail) {}
}
