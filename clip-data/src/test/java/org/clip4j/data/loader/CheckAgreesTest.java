package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.clip4j.data.check.CheckOptions;
import org.clip4j.data.check.CheckReport;
import org.clip4j.data.check.DataCheck;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardLimits;

/** A check finds what a loader's whole pass over the same shards finds, sample by sample. */
class CheckAgreesTest {

  private static final ShardLimits LIMITS = new ShardLimits(FaultyData.MAX_MEMBER_BYTES, 1 << 20);

  @Property(tries = 60)
  void withAWholePass(@ForAll long seed) throws IOException {
    PairData data = FaultyData.random(seed);
    List<BadSample> skipped = new CopyOnWriteArrayList<>();
    BadSamples bad = new BadSamples(skipped::add);
    LoaderConfig config = LoaderConfig.of(data.names(), 3, seed).withLimits(LIMITS);
    long pairs = 0;
    try (EvalLoader loader = new EvalLoader(config, data, PairData.transform(), bad)) {
      while (loader.hasNext()) {
        pairs += loader.next().size();
      }
    } catch (LoaderException e) {
      assertTrue(e.getMessage().startsWith("no usable pair"), e.getMessage());
    }

    List<BadSample> told = new CopyOnWriteArrayList<>();
    CheckReport report =
        new DataCheck(
                new CheckOptions(data.names(), 3, config.fields(), LIMITS, 77), data, shard -> -1)
            .run(told::add, (bytes, samples, wrong) -> {});

    assertEquals(pairs, report.all().pairs());
    assertEquals(bad.read(), report.all().samples());
    Map<String, Long> counts =
        bad.counts().entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> e.getKey().name().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    assertEquals(counts, report.all().bad());
    assertEquals(sorted(skipped), sorted(told), "the same samples, places and words");
    assertEquals(
        report.all().samples(),
        report.shards().stream().mapToLong(shard -> shard.counts().samples()).sum());
  }

  private static List<String> sorted(List<BadSample> samples) {
    return samples.stream().map(BadSample::toString).sorted().toList();
  }
}
