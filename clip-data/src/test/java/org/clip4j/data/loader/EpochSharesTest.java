package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.data.webdataset.ShardSpan;
import org.junit.jupiter.api.Test;

class EpochSharesTest {

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    Arrays.stream(set).forEach(bits::set);
    return bits;
  }

  private static ShardSize size(Random random) {
    int samples = random.nextInt(12);
    int[] others = IntStream.range(0, samples).filter(i -> random.nextInt(3) == 0).toArray();
    return new ShardSize(samples, random.nextInt(4) == 0 ? new BitSet() : bits(others));
  }

  /** The shares, one behind the other, are the epoch, and are as large as each other. */
  @Property(tries = 500)
  void everySampleIsInOneShare(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int shards,
      @ForAll @IntRange(min = 2, max = 9) int workers,
      @ForAll @IntRange(min = 1, max = 5) int batch) {
    Random random = new Random(seed);
    List<ShardSize> sizes = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      sizes.add(size(random));
    }
    // As when they are drawn with replacement.
    int[] order = random.ints(shards, 0, shards).toArray();
    EpochShares shares = new EpochShares(order, sizes, workers);
    List<String> joined = new ArrayList<>();
    long most = 0;
    long least = Long.MAX_VALUE;
    for (int worker = 0; worker < workers; worker++) {
      long pairs = 0;
      for (ShardSpan span : shares.of(worker)) {
        ShardSize size = sizes.get(span.shard());
        for (long s = span.from(); s < Math.min(span.to(), size.samples()); s++) {
          joined.add(span.shard() + " " + s);
          pairs += size.others().get((int) s) ? 0 : 1;
        }
      }
      most = Math.max(most, pairs);
      least = Math.min(least, pairs);
    }
    List<String> epoch = new ArrayList<>();
    for (int shard : order) {
      LongStream.range(0, sizes.get(shard).samples()).forEach(s -> epoch.add(shard + " " + s));
    }
    assertEquals(epoch, joined);
    assertTrue(most - least <= 1, most + " pairs and " + least);
    long batches = shares.batches(batch);
    assertTrue(batches * batch >= most, "enough for the largest share");
    assertTrue(batches == 1 || (batches - 1) * batch < most, "and no more");
  }

  @Test
  void aShardsEndIsOpenSoThatDamageBehindItIsMet() {
    EpochShares shares =
        new EpochShares(
            new int[] {1, 0}, List.of(ShardSize.ofPairs(3), new ShardSize(5, bits(0, 2))), 3);
    assertEquals(List.of(new ShardSpan(1, 0, 4)), shares.of(0));
    assertEquals(
        List.of(new ShardSpan(1, 4, ShardSpan.OPEN), new ShardSpan(0, 0, 1)), shares.of(1));
    assertEquals(List.of(new ShardSpan(0, 1, ShardSpan.OPEN)), shares.of(2));
  }

  @Test
  void largeNumbersDoNotComeRound() {
    List<ShardSize> sizes = List.of(ShardSize.ofPairs(ShardSize.MOST_SAMPLES));
    int workers = 1 << 20;
    EpochShares shares = new EpochShares(new int[] {0}, sizes, workers);
    assertEquals(
        List.of(new ShardSpan(0, ShardSize.MOST_SAMPLES - (1 << 20), ShardSpan.OPEN)),
        shares.of(workers - 1));
    assertEquals(1 << 10, shares.batches(1 << 10));
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ShardSize.ofPairs(-1));
    assertThrows(
        IllegalArgumentException.class, () -> ShardSize.ofPairs(ShardSize.MOST_SAMPLES + 1));
    assertThrows(IllegalArgumentException.class, () -> new ShardSize(3, bits(3)));
  }
}
