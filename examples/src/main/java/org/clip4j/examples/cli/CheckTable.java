package org.clip4j.examples.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.clip4j.data.check.CheckCounts;
import org.clip4j.data.check.CheckReport;
import org.clip4j.data.check.CheckReport.ShardCounts;
import org.clip4j.data.check.Repeats;
import org.clip4j.data.check.Spread;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.source.ShardUrl;

/** What a check found, for a person. */
final class CheckTable {

  private static final int SHARDS_LISTED = 20;

  private final PrintWriter out;
  private final boolean all;

  /**
   * @param all whether shards with nothing bad are listed too
   */
  CheckTable(PrintWriter out, boolean all) {
    this.out = out;
    this.all = all;
  }

  void print(CheckReport report) {
    CheckCounts sum = report.all();
    shards(report.shards());
    out.printf(
        Locale.ROOT,
        "%s, %,d MiB, %,d samples: %,d good pairs, %,d bad%n",
        Counted.of(report.shards().size(), "shards"),
        sum.bytes() >> 20,
        sum.samples(),
        sum.pairs(),
        sum.badCount());
    manifests(report.shards());
    if (!sum.filtered().isEmpty()) {
      line("turned away by filters", number(sum.filteredCount()));
      sum.filtered()
          .forEach((filter, count) -> line("  " + Failures.oneLine(filter), number(count)));
    }
    sum.bad().forEach((reason, count) -> line("  " + reason.replace('_', ' '), number(count)));
    if (sum.pairs() > 0) {
      out.printf("%n%-24s %12s %12s %12s%n", "of the good pairs", "least", "median", "most");
      spread("picture's file, bytes", sum.pictureBytes());
      spread("shorter side, pixels", sum.shorterSide());
      spread("longer side, pixels", sum.longerSide());
      out.printf(
          Locale.ROOT,
          "%-24s %12.3f %12.3f %12.3f%n",
          "megapixels",
          1e-6 * sum.pixels().min(),
          1e-6 * sum.pixels().median(),
          1e-6 * sum.pixels().max());
      spread("caption, characters", sum.captionChars());
      spread("caption, token ids", sum.captionTokens());
      out.println();
      line("formats", counts(sum.formats()));
      line("captions cut", number(sum.captionsCut()) + " at " + report.contextLength() + " ids");
    }
    repeats("keys that come again", sum.keys());
    repeats("captions that come again", sum.captions());
  }

  private void shards(List<ShardCounts> shards) {
    List<ShardCounts> listed = shards.stream().filter(s -> all || !s.isGood()).toList();
    for (ShardCounts shard : all ? listed : listed.stream().limit(SHARDS_LISTED).toList()) {
      CheckCounts counts = shard.counts();
      out.printf(
          Locale.ROOT,
          "%s: %,d samples, %,d good pairs%s%s%n",
          Failures.oneLine(ShardUrl.printable(shard.shard())),
          counts.samples(),
          counts.pairs(),
          counts.isGood() ? "" : "; bad: " + counts(counts.bad()),
          counts.keys().repeated() == 0
              ? ""
              : "; keys that come again: " + number(counts.keys().repeated()));
      if (shard.manifest() != null && !shard.manifest().isEmpty()) {
        out.println("  not as " + ShardManifest.FILE + " says: " + words(shard.manifest()));
      }
    }
    if (!all && listed.size() > SHARDS_LISTED) {
      out.println("... and " + (listed.size() - SHARDS_LISTED) + " more with something bad");
    }
    if (!listed.isEmpty()) {
      out.println();
    }
  }

  private static String words(List<String> differences) {
    return String.join(", ", differences);
  }

  /** How many shards are what the manifests beside them say. */
  private void manifests(List<ShardCounts> shards) {
    long held = shards.stream().filter(s -> s.manifest() != null).count();
    long different =
        shards.stream().filter(s -> s.manifest() != null && !s.manifest().isEmpty()).count();
    if (held > 0) {
      line(
          ShardManifest.FILE,
          different == 0
              ? number(held) + " of them as it says"
              : number(different) + " of them not as it says; pack them again, or write it anew");
    }
  }

  private void repeats(String what, Repeats repeats) {
    String about = repeats.exact() ? "" : "about ";
    line(
        what,
        about
            + number(repeats.repeated())
            + ", "
            + about
            + number(repeats.different())
            + " different");
    for (Repeats.Repeat most : repeats.most()) {
      out.println("  " + number(most.times()) + " times " + Failures.oneLine(most.text()));
    }
  }

  private void spread(String what, Spread spread) {
    out.printf(
        Locale.ROOT,
        "%-24s %,12d %,12d %,12d%n",
        what,
        spread.min(),
        spread.median(),
        spread.max());
  }

  private void line(String what, String value) {
    out.printf("%-24s %s%n", what, value);
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(e -> e.getKey().replace('_', ' ') + " " + number(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
