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
import org.junit.jupiter.api.Test;

class ShardOrderTest {

  /** The workers' shards are the epoch's, each dealt once. */
  @Property(tries = 200)
  void shardsAreDealt(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int shards,
      @ForAll @IntRange(min = 1, max = 30) int workers) {
    if (shards < workers) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ShardOrder(List.of(), 0, workers).requireFits(shards));
      return;
    }
    int[] whole = ShardOrder.EACH_ONCE.draw(shards, new DeterministicRandom(seed));
    int[] joined = new int[shards];
    for (int worker = 0; worker < workers; worker++) {
      int[] dealt =
          new ShardOrder(List.of(), worker, workers).draw(shards, new DeterministicRandom(seed));
      assertTrue(Math.abs(dealt.length * workers - shards) < workers, "as many each, or one more");
      for (int i = 0; i < dealt.length; i++) {
        joined[worker + i * workers] = dealt[i];
      }
    }
    assertArrayEquals(whole, joined);
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
    assertThrows(IllegalArgumentException.class, () -> config.withWorker(0, 3));
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

  @Test
  void aPassWithReplacementRepeatsSomeAndAnotherPassOthers() {
    LoaderConfig config =
        LoaderConfig.of(IntStream.range(0, 20).mapToObj(i -> i + ".tar").toList(), 2, 1)
            .withOrder(new ShardOrder(Collections.nCopies(20, 1.0), 0, 1));
    int[] first = EpochOrder.shuffled(config, 0).shards();
    assertArrayEquals(first, EpochOrder.shuffled(config, 0).shards());
    assertNotEquals(
        Arrays.toString(first), Arrays.toString(EpochOrder.shuffled(config, 1).shards()));
    assertTrue(Arrays.stream(first).distinct().count() < 20);
  }
}
