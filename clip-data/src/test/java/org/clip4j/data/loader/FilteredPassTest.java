package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.filter.SideFilter;
import org.clip4j.data.loader.MixedData.Fate;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.junit.jupiter.api.Timeout;

/** Over a whole pass the good, the filtered and the bad are all that was read. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FilteredPassTest {

  private static LoaderConfig config(MixedData mixed, int batch, long seed) {
    return LoaderConfig.of(mixed.data().names(), batch, seed)
        .withFields(MixedData.FIELDS)
        .withFilters(MixedData.FILTERS);
  }

  private static Map<String, Long> expectedFiltered(MixedData mixed) {
    Map<String, Long> expected = new TreeMap<>();
    expected.put("side from 2 to 6", (long) mixed.keys(Fate.SIDE).size());
    expected.put("aspect at most 2.0", (long) mixed.keys(Fate.ASPECT).size());
    expected.put("caption characters from 4 to 30", (long) mixed.keys(Fate.CAPTION).size());
    expected.put(
        "json meta.score at least 0.5",
        (long) mixed.keys(Fate.SCORE).size() + mixed.keys(Fate.NO_SCORE).size());
    expected.put("own", (long) mixed.keys(Fate.OWN).size());
    expected.values().removeIf(count -> count == 0);
    return expected;
  }

  private static Map<Reason, Long> expectedBad(MixedData mixed) {
    Map<Reason, Long> expected = new TreeMap<>();
    expected.put(
        Reason.PICTURE_UNREADABLE,
        (long) mixed.keys(Fate.HEADER).size() + mixed.keys(Fate.PIXELS).size());
    expected.put(Reason.CAPTION_MISSING, (long) mixed.keys(Fate.NO_CAPTION).size());
    expected.put(Reason.CAPTION_UNUSABLE, (long) mixed.keys(Fate.JSON).size());
    expected.put(Reason.FILTER_FAILED, (long) mixed.keys(Fate.THROWS).size());
    expected.values().removeIf(count -> count == 0);
    return expected;
  }

  @Property(tries = 60)
  void onePassAddsUp(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 4) int threads)
      throws IOException {
    MixedData mixed = MixedData.random(seed);
    List<BadSample> told = new CopyOnWriteArrayList<>();
    BadSamples bad = new BadSamples(told::add);
    List<String> good = new ArrayList<>();
    LoaderConfig config = config(mixed, batch, seed).withThreads(threads, 3 * threads);
    try (EvalLoader loader = new EvalLoader(config, mixed.data(), PairData.transform(), bad)) {
      while (loader.hasNext()) {
        good.addAll(loader.next().keys());
      }
    }
    assertEquals(mixed.keys(Fate.GOOD), good.stream().sorted().toList());
    assertEquals(expectedFiltered(mixed), bad.filteredBy());
    assertEquals(expectedBad(mixed), bad.counts());
    assertEquals(mixed.bad(), told.stream().map(BadSample::key).sorted().toList());
    assertEquals(mixed.size(), bad.read());
    assertEquals(bad.read(), good.size() + bad.filtered() + bad.met());
  }

  /** Each good sample once a pass, in every pass; the bad ones are told, once. */
  @Property(tries = 60)
  void trainingSeesEachGoodSampleOnceAPass(
      @ForAll long seed,
      @ForAll @IntRange(max = 20) int shuffle,
      @ForAll @IntRange(min = 1, max = 4) int threads)
      throws IOException {
    MixedData mixed = MixedData.random(seed);
    List<BadSample> told = new CopyOnWriteArrayList<>();
    BadSamples bad = new BadSamples(told::add);
    List<String> good = mixed.keys(Fate.GOOD);
    LoaderConfig config =
        config(mixed, good.size(), seed).withShuffle(shuffle).withThreads(threads, 2 * threads);
    try (PairLoader loader =
        new PairLoader(config, mixed.data(), PairData.transform(), Position.START, bad)) {
      for (int pass = 0; pass < 3; pass++) {
        Batch batch = loader.next();
        assertEquals(good, batch.keys().stream().sorted().toList());
        assertEquals(pass, batch.next().epoch());
      }
    }
    assertEquals(mixed.bad(), told.stream().map(BadSample::key).sorted().toList());
    assertTrue(bad.filtered() >= 2 * mixed.filtered(), "in each pass anew");
  }

  /** What goes on from a position has the same batches, captions too. */
  @Property(tries = 40)
  void goingOnEqualsNotStopping(
      @ForAll long seed,
      @ForAll @IntRange(max = 20) int shuffle,
      @ForAll boolean unique,
      @ForAll @IntRange(min = 1, max = 4) int threads)
      throws IOException {
    MixedData mixed = MixedData.random(seed);
    int good = mixed.keys(Fate.GOOD).size();
    LoaderConfig config =
        config(mixed, Math.max(1, good / 3), seed).withShuffle(shuffle).withUniqueCaptions(unique);
    List<Batch> straight = batches(config, mixed, Position.START, 9);
    LoaderConfig other = config.withThreads(threads, 1 + threads);
    for (int at = 0; at < 7; at++) {
      Position position = straight.get(at).next();
      assertEquals(
          straight.subList(at + 1, at + 3).stream().map(PairData::describe).toList(),
          batches(other, mixed, position, 2).stream().map(PairData::describe).toList());
      assertEquals(position, Replay.locate(config, mixed.data(), position.withoutCursor()));
    }
  }

  private static List<Batch> batches(
      LoaderConfig config, MixedData mixed, Position start, int count) throws IOException {
    List<Batch> result = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, mixed.data(), PairData.transform(), start)) {
      for (int i = 0; i < count; i++) {
        result.add(loader.next());
      }
    }
    return result;
  }

  /** A sample that waited and does not pass any more is no silent gap. */
  @Property(tries = 5)
  void otherFiltersAreRefusedWhereTheyMatter(@ForAll long seed) throws IOException {
    PairData data = PairData.of(40, 10);
    LoaderConfig config = LoaderConfig.of(data.names(), 4, seed).withShuffle(20);
    Position position;
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
      position = loader.next().next();
    }
    LoaderConfig strict = config.withFilters(new PairFilters(List.of(new SideFilter(5, null))));
    try (PairLoader loader = new PairLoader(strict, data, PairData.transform(), position)) {
      String line = assertThrows(LoaderException.class, loader::next).getMessage();
      assertTrue(line.contains("resume with the same ones"), line);
    }
  }
}
