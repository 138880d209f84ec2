package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.data.filter.CaptionLengthFilter;
import org.clip4j.data.filter.PairFacts;
import org.clip4j.data.filter.PairFilter;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.loader.MixedData.Fate;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Filters, where several workers share an epoch. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FilteredShareTest {

  /** The captions of the first ten of each thirty have nine characters, and pass. */
  private static LoaderConfig shortOnes(PairData data, int batch) {
    return LoaderConfig.of(data.names(), batch, 3)
        .withFilters(new PairFilters(List.of(new CaptionLengthFilter(null, 9))))
        .withShuffle(5);
  }

  private static List<Batch> epochs(
      LoaderConfig config, PairData data, Position start, int epochs, BadSamples bad)
      throws IOException {
    List<Batch> result = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), start, bad)) {
      while (true) {
        Batch batch = loader.next();
        result.add(batch);
        Share share = batch.next().share();
        if (batch.next().epoch() == epochs - 1 && share.made() == share.batches()) {
          return result;
        }
      }
    }
  }

  private static List<String> keys(List<Batch> batches, int epoch) {
    return batches.stream()
        .filter(batch -> batch.next().epoch() == epoch)
        .flatMap(batch -> batch.keys().stream())
        .toList();
  }

  /**
   * Good, filtered and bad ones are the data set: each good one is one worker's, each bad one is
   * told, and what workers take twice is counted.
   */
  @Property(tries = 40)
  void workersTogetherSeeWhatPasses(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 4) int workers,
      @ForAll @IntRange(max = 9) int shuffle,
      @ForAll @IntRange(min = 1, max = 3) int threads)
      throws IOException {
    MixedData mixed = MixedData.random(seed);
    Set<String> good = new TreeSet<>();
    Set<String> told = ConcurrentHashMap.newKeySet();
    for (int worker = 0; worker < workers; worker++) {
      BadSamples bad = new BadSamples((BadSample sample) -> told.add(sample.key()));
      LoaderConfig config =
          LoaderConfig.of(mixed.data().names(), 1, seed)
              .withFields(MixedData.FIELDS)
              .withFilters(MixedData.FILTERS)
              .withShuffle(shuffle)
              .withThreads(threads, 2 * threads)
              .withWorker(worker, workers);
      List<Batch> all;
      try {
        all = epochs(config, mixed.data(), Position.START, 2, bad);
      } catch (LoaderException e) {
        String line = e.getMessage();
        assertTrue(
            line.contains("the share that worker " + worker + " of " + workers)
                || line.contains("too few to share"),
            line);
        return;
      }
      long before = 0;
      for (int epoch = 0; epoch < 2; epoch++) {
        List<String> keys = keys(all, epoch);
        Set<String> own = new HashSet<>(keys);
        int last = epoch;
        Position end =
            all.stream().map(Batch::next).filter(p -> p.epoch() == last).reduce((a, b) -> b).get();
        assertEquals(keys.size() - own.size(), end.share().repeated() - before);
        before = end.share().repeated();
        if (epoch == 0) {
          own.forEach(key -> assertTrue(good.add(key), key + " is another worker's"));
        }
      }
      resumed(config.withThreads(1, 1), mixed.data(), all);
    }
    assertEquals(new TreeSet<>(mixed.keys(Fate.GOOD)), good);
    assertEquals(new TreeSet<>(mixed.bad()), new TreeSet<>(told));
  }

  private static void resumed(LoaderConfig config, PairData data, List<Batch> all)
      throws IOException {
    for (int at = 0; at < all.size() - 1; at += 5) {
      Position position = all.get(at).next();
      assertEquals(
          all.subList(at + 1, all.size()).stream().map(PairData::describe).toList(),
          epochs(config, data, position, 2, new BadSamples()).stream()
              .map(PairData::describe)
              .toList());
    }
  }

  /** What is counted is what a loader takes, before it decodes it. */
  @Property(tries = 40)
  void whatPassesIsCounted(@ForAll long seed) throws IOException {
    MixedData mixed = MixedData.random(seed);
    LoaderConfig config =
        LoaderConfig.of(mixed.data().names(), 1, seed)
            .withFields(MixedData.FIELDS)
            .withFilters(MixedData.FILTERS)
            .withWorker(0, 2);
    long counted = 0;
    try {
      LoaderConfig known = ShardSizes.known(config, mixed.data());
      counted = known.order().sizes().stream().mapToLong(ShardSize::pairs).sum();
    } catch (LoaderException e) {
      counted = 1;
    }
    assertEquals(mixed.keys(Fate.GOOD).size() + mixed.keys(Fate.PIXELS).size(), counted);
  }

  /**
   * Ten of three hundred pass, all in the first shard, and the manifest knows of three hundred: an
   * epoch is two batches for each worker, and nothing comes twice.
   */
  @Test
  void anEpochIsAsLongAsWhatPasses() throws IOException {
    PairData data = PairData.of(300, 100);
    data.beside(
        "manifest.json",
        ShardSizesTest.manifest(
            ShardSizesTest.entry("shard-0.tar", 100, 1),
            ShardSizesTest.entry("shard-1.tar", 100, 1),
            ShardSizesTest.entry("shard-2.tar", 100, 1)));
    List<String> seen = new ArrayList<>();
    for (int worker = 0; worker < 2; worker++) {
      LoaderConfig config = PairCount.requireBatch(shortOnes(data, 3).withWorker(worker, 2), data);
      List<Batch> all = epochs(config, data, Position.START, 2, new BadSamples());
      assertEquals(4, all.size());
      assertEquals(2 * (2 * 3 - 5), all.get(3).next().share().repeated());
      keys(all, 1).stream().distinct().forEach(seen::add);
    }
    assertEquals(10, seen.size());
    assertEquals(10, Set.copyOf(seen).size());
  }

  @Test
  void tooFewThatPassAreSaidBeforeAnyWork() {
    PairData data = PairData.of(30, 10);
    LoaderConfig config = shortOnes(data, 6).withWorker(1, 2);
    assertEquals(
        "a batch of 6 pairs for each of 2 workers is larger than the data: 3 shards (shard-0.tar,"
            + " shard-1.tar, shard-2.tar) have 10 that pass data.filter; take a smaller batch,"
            + " fewer workers or more data",
        assertThrows(LoaderException.class, () -> PairCount.requireBatch(config, data))
            .getMessage());
    String line =
        assertThrows(
                LoaderException.class,
                () -> ShardSizes.known(shortOnes(data, 1).withWorker(1, 11), data))
            .getMessage();
    assertTrue(line.contains("have 10 pairs that pass data.filter, too few to share"), line);
  }

  /** A filter whose answer depends on more than the pair: what was counted is not what comes. */
  @Test
  void aFilterThatChangesItsMindIsNamed() throws IOException {
    PairData data = PairData.of(40, 40);
    AtomicBoolean counting = new AtomicBoolean(true);
    PairFilter moody =
        new PairFilter() {
          @Override
          public String name() {
            return "moody";
          }

          @Override
          public boolean keeps(PairFacts pair) {
            return !counting.get() || pair.key().length() == 2;
          }
        };
    LoaderConfig config =
        LoaderConfig.of(data.names(), 2, 1)
            .withShuffle(0)
            .withFilters(new PairFilters(List.of(moody)))
            .withWorker(1, 2);
    LoaderConfig known = ShardSizes.known(config, data);
    counting.set(false);
    try (PairLoader loader = new PairLoader(known, data, PairData.transform(), Position.START)) {
      String line =
          assertThrows(
                  LoaderException.class,
                  () -> {
                    while (true) {
                      loader.next();
                    }
                  })
              .getMessage();
      assertTrue(line.contains("data.filter.custom is to give a pair the same answer"), line);
    }
  }
}
