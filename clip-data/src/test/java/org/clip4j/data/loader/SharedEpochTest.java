package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardLimits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several workers share an epoch. */
@Tag("long")
@net.jqwik.api.Tag("long")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SharedEpochTest {

  private static final int EPOCHS = 3;

  private static LoaderConfig config(PairData data, int batch, long seed) {
    return LoaderConfig.of(data.names(), batch, seed)
        .withLimits(new ShardLimits(FaultyData.MAX_MEMBER_BYTES, 1 << 20));
  }

  private static List<Batch> batches(LoaderConfig config, PairData data, long count)
      throws IOException {
    return batches(config, data, Position.START, count, new BadSamples());
  }

  private static List<Batch> batches(
      LoaderConfig config, PairData data, Position start, long count, BadSamples bad)
      throws IOException {
    List<Batch> result = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), start, bad)) {
      for (int i = 0; i < count; i++) {
        result.add(loader.next());
      }
      assertEquals(
          loader.repeatedSamples(), count == 0 ? 0 : last(result).next().share().repeated());
    }
    return result;
  }

  private static Batch last(List<Batch> batches) {
    return batches.get(batches.size() - 1);
  }

  private static List<String> described(List<Batch> batches) {
    return batches.stream().map(PairData::describe).toList();
  }

  /** The numbers in the pictures, which say which samples they are. */
  private static List<Integer> numbers(List<Batch> batches) {
    List<Integer> numbers = new ArrayList<>();
    for (Batch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        numbers.add((int) batch.pixels()[i * 12]);
      }
    }
    return numbers;
  }

  /** What one worker alone finds in a pass. */
  private static Set<Integer> good(LoaderConfig config, PairData data, BadSamples bad)
      throws IOException {
    LoaderConfig single =
        LoaderConfig.of(config.shards(), 1, config.seed()).withLimits(config.limits());
    List<Batch> pass = new ArrayList<>();
    try (PairLoader loader =
        new PairLoader(single, data, PairData.transform(), Position.START, bad)) {
      for (Batch b = loader.next(); b.next().epoch() == 0; b = loader.next()) {
        pass.add(b);
      }
    }
    Set<Integer> once = new TreeSet<>(numbers(pass));
    assertEquals(pass.size(), once.size());
    return once;
  }

  /** A share may have nothing usable, which ends it. */
  private static void isOfBadData(LoaderException e) {
    assertTrue(
        e.getMessage().startsWith("no usable pair") || e.getMessage().contains("too few"),
        e.getMessage());
  }

  private static long perEpoch(LoaderConfig config, PairData data, int workers) throws IOException {
    long pairs = PairCount.upTo(config, data, Long.MAX_VALUE);
    return Math.max(1, ceil(ceil(pairs, workers), config.batchSize()));
  }

  private static long ceil(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /**
   * Over every epoch, all workers make the same number of batches, known before; together they see
   * each good sample once apart from the counted repeats, and none sees another's.
   */
  @Property(tries = 80)
  void everyEpochHasEveryGoodSampleOnceApartFromCountedRepeats(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5) int workers,
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 0, max = 9) int shuffle)
      throws IOException {
    PairData data = FaultyData.random(seed);
    LoaderConfig config = config(data, batch, seed).withShuffle(shuffle);
    Set<Integer> good;
    try {
      good = good(config, data, new BadSamples());
    } catch (LoaderException e) {
      isOfBadData(e);
      return;
    }
    long perEpoch = perEpoch(config, data, workers);
    List<Set<Integer>> seen = new ArrayList<>();
    long[] repeated = new long[EPOCHS];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      seen.add(new TreeSet<>());
    }
    for (int worker = 0; worker < workers; worker++) {
      List<Batch> all;
      try {
        all = batches(config.withWorker(worker, workers), data, EPOCHS * perEpoch);
      } catch (LoaderException e) {
        isOfBadData(e);
        return;
      }
      long before = 0;
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        List<Batch> ofEpoch = all.subList((int) (epoch * perEpoch), (int) ((epoch + 1) * perEpoch));
        Position end = last(ofEpoch).next();
        assertEquals(epoch, end.epoch());
        assertEquals(perEpoch, end.share().made());
        assertEquals(perEpoch, end.share().batches());
        List<Integer> numbers = numbers(ofEpoch);
        Set<Integer> own = new TreeSet<>(numbers);
        long repeats = end.share().repeated() - before;
        assertEquals(numbers.size() - own.size(), repeats, "counted");
        assertEquals(
            own.size(), new HashSet<>(numbers.subList(0, own.size())).size(), "at the end");
        for (int number : own) {
          assertTrue(seen.get(epoch).add(number), "worker " + worker + " has another's sample");
        }
        repeated[epoch] += repeats;
        before = end.share().repeated();
      }
    }
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      assertEquals(good, seen.get(epoch), "epoch " + epoch);
      assertEquals(workers * perEpoch * batch - good.size(), repeated[epoch]);
    }
  }

  /** With captions that wait for another batch, what a pass lacks of a sample still waits. */
  @Property(tries = 60)
  void whatWaitsOpensTheNextEpoch(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 4) int workers,
      @ForAll @IntRange(min = 1, max = 4) int batch)
      throws IOException {
    PairData data = FaultyData.random(seed);
    LoaderConfig config = config(data, batch, seed).withUniqueCaptions(true);
    Map<Integer, Integer> counts = new HashMap<>();
    long waiting = 0;
    Set<Integer> good;
    try {
      good = good(config, data, new BadSamples());
      long perEpoch = perEpoch(config, data, workers);
      for (int worker = 0; worker < workers; worker++) {
        // With the batch behind the last epoch's, that epoch has been read to its end.
        List<Batch> all = batches(config.withWorker(worker, workers), data, EPOCHS * perEpoch + 1);
        numbers(all).forEach(number -> counts.merge(number, 1, Integer::sum));
        Position end = last(all).next();
        assertEquals(EPOCHS, end.epoch());
        assertTrue(end.deferred().size() <= batch, end.toString());
        waiting += end.deferred().stream().filter(pair -> pair.epoch() < EPOCHS).count();
      }
    } catch (LoaderException e) {
      isOfBadData(e);
      return;
    }
    assertEquals(good, counts.keySet());
    int lacking = good.stream().mapToInt(number -> Math.max(0, EPOCHS - counts.get(number))).sum();
    assertTrue(lacking <= waiting, lacking + " lacking, " + waiting + " waiting");
  }

  /**
   * Hardly any captions, and batches that the shares just fill: pairs wait over the ends of epochs,
   * batches are made of waiting ones alone, and each position goes on.
   */
  @Property(tries = 12)
  void whatWaitsIsNotLostWhereEpochsHaveNoRoom(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 5) int differentCaptions)
      throws IOException {
    int own = 2 * batch;
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < 2 * own; i++) {
      captions.add("caption " + i * i % differentCaptions);
    }
    PairData data = PairData.of(captions, 3);
    LoaderConfig config = config(data, batch, seed).withUniqueCaptions(true);
    for (int worker = 0; worker < 2; worker++) {
      LoaderConfig one = config.withWorker(worker, 2);
      List<Batch> all = batches(one, data, 24);
      Position end = last(all).next();
      // When the twelfth epoch is begun, eleven have been read to their ends.
      long read = 11L * own + Math.min(own, end.samples());
      assertEquals(read, 24L * batch - end.share().repeated() + end.deferred().size());
      for (int at = 0; at < 21; at++) {
        assertEquals(
            described(all.subList(at + 1, at + 4)),
            described(batches(one, data, all.get(at).next(), 3, new BadSamples())));
      }
    }
  }

  /** What is bad is in the workers' reports, as in one worker's. */
  @Property(tries = 40)
  void everyBadSampleIsListed(@ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int workers)
      throws IOException {
    PairData data = FaultyData.random(seed);
    LoaderConfig config = config(data, 2, seed);
    Set<BadSample> expected = ConcurrentHashMap.newKeySet();
    Set<BadSample> found = ConcurrentHashMap.newKeySet();
    try {
      good(config, data, new BadSamples(expected::add));
      long count = perEpoch(config, data, workers) + 1;
      for (int worker = 0; worker < workers; worker++) {
        LoaderConfig one = config.withWorker(worker, workers);
        batches(one, data, Position.START, count, new BadSamples(found::add));
      }
    } catch (LoaderException e) {
      isOfBadData(e);
      return;
    }
    assertEquals(expected, found);
  }

  @Test
  void threadsDoNotMatterAndSeedsDo() throws IOException {
    PairData data = FaultyData.random(5);
    LoaderConfig config = config(data, 3, 1).withShuffle(8).withWorker(1, 3);
    List<String> expected = described(batches(config.withThreads(1, 1), data, 20));
    assertEquals(expected, described(batches(config.withThreads(4, 64), data, 20)));
    assertEquals(expected, described(batches(config.withThreads(2, 5), data, 20)));
    LoaderConfig other = config(data, 3, 2).withShuffle(8).withWorker(1, 3);
    assertNotEquals(
        numbers(batches(config, data, 6)), numbers(batches(other, data, 6)), "another seed");
  }

  /** Two shards for five workers: a shard is shared. */
  @Test
  void thereMayBeMoreWorkersThanShards() throws IOException {
    PairData data = PairData.of(40, 20);
    Set<Integer> seen = new TreeSet<>();
    Set<Float> draws = new HashSet<>();
    for (int worker = 0; worker < 5; worker++) {
      List<Batch> all = batches(config(data, 4, 3).withWorker(worker, 5), data, 2);
      assertEquals(0, last(all).next().share().repeated());
      seen.addAll(numbers(all));
      draws.add(all.get(0).pixels()[5]);
    }
    assertEquals(40, seen.size());
    assertEquals(5, draws.size(), "each worker has draws of its own");
  }

  /** Of seven pairs two workers have three and four, which two batches of three each hold. */
  @Test
  void repeatsBeginWhereTheShareDoes() throws IOException {
    PairData data = PairData.of(7, 7);
    LoaderConfig config = config(data, 3, 3).withShuffle(0);
    List<Integer> shuffled = numbers(batches(config.withShuffle(9).withWorker(0, 2), data, 2));
    assertNotEquals(List.of(0, 1, 2), shuffled.subList(0, 3));
    assertEquals(List.of(0, 1, 2), shuffled.subList(3, 6), "as they lie");
    assertEquals(List.of(0, 1, 2, 0, 1, 2), numbers(batches(config.withWorker(0, 2), data, 2)));
    assertEquals(List.of(3, 4, 5, 6, 3, 4), numbers(batches(config.withWorker(1, 2), data, 2)));
  }

  /** A repeat is not put into a batch that has it, as long as there are others. */
  @Test
  void batchesHaveNoPairTwice() throws IOException {
    PairData data = PairData.of(22, 6);
    for (int worker = 0; worker < 3; worker++) {
      for (Batch batch : batches(config(data, 5, 4).withWorker(worker, 3), data, 40)) {
        assertEquals(5, new HashSet<>(batch.keys()).size(), batch.keys().toString());
      }
    }
  }

  @Test
  void aBatchLargerThanAShareIsFilledAllTheSame() throws IOException {
    PairData data = PairData.of(6, 3);
    List<Batch> all = batches(config(data, 8, 4).withWorker(1, 2), data, 3);
    for (Batch batch : all) {
      assertEquals(3, new HashSet<>(batch.keys()).size());
    }
    assertEquals(3 * 5, last(all).next().share().repeated());
  }

  @Test
  void positionsAreTheirWorkersOwn() throws IOException {
    PairData data = PairData.of(40, 10);
    LoaderConfig single = config(data, 4, 3);
    LoaderConfig first = single.withWorker(0, 2);
    Position position = last(batches(first, data, 3)).next();
    String sizes = ShardSizes.fingerprint(Collections.nCopies(4, ShardSize.ofPairs(10)));
    assertEquals(new Share(0, 2, 3, 5, 0, 0, sizes), position.share());
    refused(single.withWorker(1, 2), data, position, "worker 0 of 2, but this is worker 1 of 2");
    refused(single.withWorker(0, 3), data, position, "worker 0 of 2, but this is worker 0 of 3");
    refused(single, data, position, "worker 0 of 2, but this is the only worker");
    refused(first, data, new Position(1, 0), "the only worker, but this is worker 0 of 2");
    refused(
        config(data, 5, 3).withWorker(0, 2),
        data,
        position,
        "epoch 0 had 5 batches for each worker, now it has 4");
    assertThrows(IllegalArgumentException.class, () -> new Share(2, 2, 0, 1, 0, 0, null));
    assertThrows(IllegalArgumentException.class, () -> new Share(0, 2, 2, 1, 0, 0, null));
  }

  private static void refused(
      LoaderConfig config, PairData data, Position position, String expected) {
    LoaderException e =
        assertThrows(
            LoaderException.class,
            () -> new PairLoader(config, data, PairData.transform(), position));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  @Test
  void tooFewPairsAreSaidBeforeAnyWork() {
    PairData data = PairData.of(3, 2);
    refused(
        config(data, 1, 3).withWorker(0, 4),
        data,
        Position.START,
        "have 3 pairs, too few to share among 4 workers");
    LoaderException e =
        assertThrows(
            LoaderException.class,
            () -> PairCount.requireBatch(config(data, 2, 3).withWorker(0, 2), data));
    assertEquals(
        "a batch of 2 pairs for each of 2 workers is larger than the data: 2 shards (shard-0.tar,"
            + " shard-1.tar) have 3; take a smaller batch, fewer workers or more data",
        e.getMessage());
  }
}
