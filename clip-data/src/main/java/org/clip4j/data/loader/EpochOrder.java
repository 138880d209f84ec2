package org.clip4j.data.loader;

import java.util.List;
import java.util.stream.IntStream;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.webdataset.ShardSpan;

/**
 * The order of one epoch: it follows from seed, epoch and list of shards alone, and, for one of
 * several workers, from the shards' sizes.
 *
 * @param spans what is read of which shards, in order; shards are their places in the list
 * @param batches how many batches the epoch has; without end where it has as many as its pairs fill
 * @param buffer how many samples wait to be drawn from
 * @param random draws from them
 */
record EpochOrder(List<ShardSpan> spans, long batches, int buffer, DeterministicRandom random) {

  private static final long NO_END = Long.MAX_VALUE;

  /**
   * Shards and samples shuffled, for training.
   *
   * @param pass 0 for the epoch itself; above, for a worker's share once more, to fill its last
   *     batches. Then no sample waits, so that a few repeats are a few samples to read
   */
  static EpochOrder shuffled(LoaderConfig config, long epoch, int pass) {
    ShardOrder order = config.order();
    int[] shards = order.draw(config.shards().size(), random(config.seed(), "shard order", epoch));
    DeterministicRandom random = random(config.drawSeed(), "shuffle buffer", epoch);
    int buffer = pass == 0 ? config.shuffle() : 0;
    if (order.workers() == 1) {
      return new EpochOrder(ShardSpan.wholes(IntStream.of(shards)), NO_END, buffer, random);
    }
    EpochShares shares = new EpochShares(shards, order.sizes(), order.workers());
    return new EpochOrder(
        shares.of(order.worker()), shares.batches(config.batchSize()), buffer, random);
  }

  /** Shards and samples in their order, for evaluation. */
  static EpochOrder inOrder(LoaderConfig config) {
    return new EpochOrder(
        ShardSpan.wholes(IntStream.range(0, config.shards().size())),
        NO_END,
        0,
        new DeterministicRandom(0));
  }

  /** The same with the draws that are left behind a cursor. */
  EpochOrder at(Cursor cursor) {
    return new EpochOrder(spans, batches, buffer, new DeterministicRandom(cursor.random()));
  }

  private static DeterministicRandom random(long seed, String stream, long epoch) {
    return DeterministicRandom.of(DeterministicRandom.of(seed, stream).state(), epoch);
  }
}
