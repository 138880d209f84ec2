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
    int[] order = inList(config);
    random(config, "shard order", epoch).shuffle(order);
    return new EpochOrder(order, random(config, "shuffle buffer", epoch));
  }

  /** Shards and samples in their order, for evaluation. */
  static EpochOrder inOrder(LoaderConfig config) {
    return new EpochOrder(inList(config), new DeterministicRandom(0));
  }

  private static int[] inList(LoaderConfig config) {
    return IntStream.range(0, config.shards().size()).toArray();
  }

  private static DeterministicRandom random(LoaderConfig config, String stream, long epoch) {
    return DeterministicRandom.of(DeterministicRandom.of(config.seed(), stream).state(), epoch);
  }
}
