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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.data.filter.CaptionLengthFilter;
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

  /** As where there is one worker: else its batches had each pair several times. */
  @Test
  void whatIsLeftOfAShareDoesNotFillABatch() throws IOException {
    PairData data = PairData.of(30, 10);
    LoaderConfig config = PairCount.requireBatch(shortOnes(data, 11).withWorker(1, 2), data);
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
      String line = assertThrows(LoaderException.class, loader::next).getMessage();
      assertTrue(
          line.matches(
              "a batch of 11 pairs is larger than what is left of the data: in the share that"
                  + " worker 1 of 2 has of 3 shards \\(.*\\) \\d+ pairs? pass(es)?; data\\.filter"
                  + " turned away .*; take a smaller batch, looser filters, fewer workers or more"
                  + " data"),
          line);
    }
  }
}
