package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.clip4j.data.check.CheckCounts;
import org.clip4j.data.check.CheckOptions;
import org.clip4j.data.check.CheckReport;
import org.clip4j.data.check.CheckReport.ShardCounts;
import org.clip4j.data.check.DataCheck;
import org.clip4j.data.loader.MixedData.Fate;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardLimits;
import org.junit.jupiter.api.Test;

/** A check finds what a loader's whole pass over the same shards finds, sample by sample. */
class CheckAgreesTest {

  private static final ShardLimits LIMITS = new ShardLimits(FaultyData.MAX_MEMBER_BYTES, 1 << 20);

  @Property(tries = 60)
  void whateverIsWrong(@ForAll long seed) throws IOException {
    PairData data = FaultyData.random(seed);
    assertAgrees(LoaderConfig.of(data.names(), 3, seed).withLimits(LIMITS), data);
  }

  /** Two bad samples of one key, both to be read from their shard's start alone. */
  @Test
  void whatOneHeaderGaveTheSameName() throws IOException {
    whateverIsWrong(23578487376990L);
  }

  @Property(tries = 60)
  void whateverIsFiltered(@ForAll long seed) throws IOException {
    MixedData mixed = MixedData.random(seed);
    CheckReport report =
        assertAgrees(
            LoaderConfig.of(mixed.data().names(), 3, seed)
                .withFields(MixedData.FIELDS)
                .withFilters(MixedData.FILTERS),
            mixed.data());
    assertEquals(mixed.keys(Fate.GOOD).size(), report.all().pairs());
  }

  private static CheckReport assertAgrees(LoaderConfig config, PairData data) throws IOException {
    List<BadSample> skipped = new CopyOnWriteArrayList<>();
    BadSamples bad = new BadSamples(skipped::add);
    long pairs = 0;
    try (EvalLoader loader = new EvalLoader(config, data, PairData.transform(), bad)) {
      while (loader.hasNext()) {
        pairs += loader.next().size();
      }
    } catch (LoaderException e) {
      assertTrue(e.getMessage().startsWith("no usable pair"), e.getMessage());
    }

    List<BadSample> told = new CopyOnWriteArrayList<>();
    CheckOptions options =
        new CheckOptions(data.names(), 3, config.fields(), config.filters(), config.limits(), 77);
    CheckReport report =
        new DataCheck(options, data, shard -> -1).run(told::add, (bytes, samples, wrong) -> {});

    CheckCounts all = report.all();
    assertEquals(pairs, all.pairs());
    assertEquals(bad.read(), all.samples());
    assertEquals(bad.filteredBy(), all.filtered());
    Map<String, Long> counts = new HashMap<>();
    bad.counts().forEach((why, n) -> counts.put(why.name().toLowerCase(Locale.ROOT), n));
    assertEquals(counts, all.bad());
    assertEquals(sorted(skipped), sorted(told), "the same samples, places and words");
    List<CheckCounts> each = report.shards().stream().map(ShardCounts::counts).toList();
    assertEquals(all.samples(), each.stream().mapToLong(CheckCounts::samples).sum());
    assertEquals(all.pairs(), each.stream().mapToLong(CheckCounts::pairs).sum());
    assertEquals(all.filteredCount(), each.stream().mapToLong(CheckCounts::filteredCount).sum());
    assertEquals(all.badCount(), each.stream().mapToLong(CheckCounts::badCount).sum());
    return report;
  }

  private static List<String> sorted(List<BadSample> samples) {
    return samples.stream().map(BadSample::toString).sorted().toList();
  }
}
