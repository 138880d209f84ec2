package org.clip4j.data.loader;

import java.util.stream.IntStream;
import org.clip4j.core.random.DeterministicRandom;

/**
 * The order of one epoch: it follows from seed, epoch and list of shards alone.
 *
 * @param shards the shards' places in the list, in the order in which they are read
 * @param random draws from the shuffle buffer
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record EpochOrder(int[] shards, DeterministicRandom random) {

  /** Shards and samples shuffled, for training. */
  static EpochOrder shuffled(LoaderConfig config, long epoch) {
    int[] shards =
        config.order().draw(config.shards().size(), random(config.seed(), "shard order", epoch));
    return new EpochOrder(shards, random(config.drawSeed(), "shuffle buffer", epoch));
  }

  /** Shards and samples in their order, for evaluation. */
  static EpochOrder inOrder(LoaderConfig config) {
    int[] shards = IntStream.range(0, config.shards().size()).toArray();
    return new EpochOrder(shards, new DeterministicRandom(0));
  }

  private static DeterministicRandom random(long seed, String stream, long epoch) {
    return DeterministicRandom.of(DeterministicRandom.of(seed, stream).state(), epoch);
  }
}
