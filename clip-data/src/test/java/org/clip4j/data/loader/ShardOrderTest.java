package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.webdataset.ShardSpan;
import org.junit.jupiter.api.Test;

class ShardOrderTest {

  @Property(tries = 200)
  void anEpochHasEachShardOnce(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int shards) {
    int[] whole = ShardOrder.EACH_ONCE.draw(shards, new DeterministicRandom(seed));
    assertArrayEquals(
        IntStream.range(0, shards).toArray(), Arrays.stream(whole).sorted().toArray());
  }

  @Test
  void shardsAreDrawnAsTheirWeightsSay() {
    ShardOrder order = new ShardOrder(List.of(1.0, 3.0, 4.0), 0, 1);
    int[] counts = new int[3];
    DeterministicRandom random = new DeterministicRandom(1);
    for (int i = 0; i < 8000; i++) {
      for (int shard : order.draw(3, random)) {
        counts[shard]++;
      }
    }
    assertEquals(3000, counts[0], 200);
    assertEquals(9000, counts[1], 300);
    assertEquals(12000, counts[2], 300);
  }

  @Test
  void impossibleOrdersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ShardOrder(List.of(0.0), 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ShardOrder(List.of(Double.NaN), 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ShardOrder(List.of(), 2, 2));
    LoaderConfig config = LoaderConfig.of(List.of("a.tar", "b.tar"), 2, 1);
    assertThrows(IllegalArgumentException.class, () -> config.withWorker(3, 3));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            config.withOrder(
                ShardOrder.EACH_ONCE.withSizes(Collections.nCopies(3, ShardSize.ofPairs(1)))));
    assertThrows(
        IllegalArgumentException.class, () -> config.withOrder(new ShardOrder(List.of(1.0), 0, 1)));
  }

  /** Over a pass, the workers together see every pair once, each with draws of its own. */
  @Test
  void workersShareAPass() throws IOException {
    PairData data = PairData.of(40, 5);
    LoaderConfig config = LoaderConfig.of(data.names(), 5, 3).withShuffle(7);
    Set<String> seen = new HashSet<>();
    Set<Float> draws = new HashSet<>();
    for (int worker = 0; worker < 2; worker++) {
      try (PairLoader loader =
          new PairLoader(
              config.withWorker(worker, 2), data, PairData.transform(), Position.START)) {
        for (int i = 0; i < 4; i++) {
          Batch batch = loader.next();
          seen.addAll(batch.keys());
          draws.add(batch.pixels()[5]);
        }
      }
    }
    assertEquals(40, seen.size());
    assertEquals(8, draws.size());
  }

  /** Nine shards of ten are empty, so that many an epoch of ten draws would have nothing. */
  private static PairData mostlyEmpty() {
    PairData data = PairData.of(6, 6);
    for (int i = 1; i < 10; i++) {
      data.shard(new byte[1024]);
    }
    return data;
  }

  private static LoaderConfig resampled(PairData data, int batch) {
    List<Double> weights = Collections.nCopies(data.names().size(), 1.0);
    return LoaderConfig.of(data.names(), batch, 3)
        .withShuffle(0)
        .withOrder(new ShardOrder(weights, 0, 1));
  }

  @Test
  void drawsOfEmptyShardsAloneEndNothing() throws IOException {
    PairData data = mostlyEmpty();
    LoaderConfig config = resampled(data, 6);
    boolean none = false;
    for (int epoch = 0; epoch < 9; epoch++) {
      none |= EpochOrder.shuffled(config, epoch, 0).spans().stream().noneMatch(s -> s.shard() == 0);
    }
    assertTrue(none, "an epoch without any pair is among those that are read");
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
      long epoch = 0;
      while (epoch < 20) {
        Batch batch = loader.next();
        assertEquals(6, batch.size());
        epoch = batch.next().epoch();
      }
    }
  }

  @Test
  void whereNoShardHasAnythingResamplingEnds() throws IOException {
    PairData data = new PairData().shard(new byte[1024]).shard(new byte[1024]);
    try (PairLoader loader =
        new PairLoader(resampled(data, 2), data, PairData.transform(), Position.START)) {
      String line = assertThrows(LoaderException.class, loader::next).getMessage();
      assertTrue(line.startsWith("no usable pair in 2 shards"), line);
    }
  }

  /** Workers draw from the shards that have pairs, so that each has some in every epoch. */
  @Test
  void noWorkerIsLeftWithNothing() throws IOException {
    PairData data = mostlyEmpty();
    for (int worker = 0; worker < 3; worker++) {
      LoaderConfig config = resampled(data, 5).withWorker(worker, 3);
      try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
        for (int i = 0; i < 12; i++) {
          Batch batch = loader.next();
          assertEquals(4, batch.next().share().batches(), "sixty pairs among three, by five");
          assertEquals(i / 4, batch.next().epoch());
        }
      }
    }
  }

  @Test
  void whatMayLeaveAWorkerNothingIsSaidBeforeAnyWork() {
    PairData data = PairData.of(11, 10);
    LoaderConfig config = resampled(data, 1).withWorker(0, 3);
    LoaderException e = assertThrows(LoaderException.class, () -> ShardSizes.known(config, data));
    assertEquals(
        "data.resample draws shards with replacement, and of 2 shards (shard-0.tar, shard-1.tar) an"
            + " epoch may draw no more than 2 pairs, too few to share among 3 workers; leave the"
            + " smallest shards out, or take fewer workers",
        e.getMessage());
  }

  @Test
  void aPassWithReplacementRepeatsSomeAndAnotherPassOthers() {
    LoaderConfig config =
        LoaderConfig.of(IntStream.range(0, 20).mapToObj(i -> i + ".tar").toList(), 2, 1)
            .withOrder(new ShardOrder(Collections.nCopies(20, 1.0), 0, 1));
    List<ShardSpan> first = EpochOrder.shuffled(config, 0, 0).spans();
    assertEquals(first, EpochOrder.shuffled(config, 0, 0).spans());
    assertNotEquals(first, EpochOrder.shuffled(config, 1, 0).spans());
    assertTrue(first.stream().distinct().count() < 20);
  }
}
