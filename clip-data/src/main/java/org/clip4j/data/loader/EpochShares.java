package org.clip4j.data.loader;

import java.util.ArrayList;
import java.util.List;
import org.clip4j.data.webdataset.ShardSpan;

/**
 * An epoch's pairs, cut into shares that differ by one pair at most: the shards' order is one long
 * row of pairs, of which each worker has a stretch. So a shard may be shared by two workers, or by
 * many, and every sample is one worker's.
 */
final class EpochShares {

  private final int[] shards;
  private final List<ShardSize> sizes;
  private final int workers;
  private final long pairs;

  /**
   * @param shards the epoch's shards in their order, by their places in the list
   * @param sizes of all shards in the list
   */
  EpochShares(int[] shards, List<ShardSize> sizes, int workers) {
    this.shards = shards;
    this.sizes = sizes;
    this.workers = workers;
    long sum = 0;
    for (int shard : shards) {
      sum = Math.addExact(sum, sizes.get(shard).pairs());
    }
    this.pairs = sum;
  }

  /** How many batches each worker makes of the epoch: as many as the largest share fills. */
  long batches(int batchSize) {
    return Math.max(1, ceil(ceil(pairs, workers), batchSize));
  }

  private static long ceil(long dividend, long divisor) {
    return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
  }

  /** What a worker reads, in its order. */
  List<ShardSpan> of(int worker) {
    Point from = point(worker);
    Point to = point(worker + 1);
    List<ShardSpan> spans = new ArrayList<>();
    for (int turn = from.turn; turn < to.turn; turn++) {
      long first = turn == from.turn ? from.sample : 0;
      spans.add(new ShardSpan(shards[turn], first, ShardSpan.OPEN));
    }
    if (to.sample > 0) {
      long first = from.turn == to.turn ? from.sample : 0;
      spans.add(new ShardSpan(shards[to.turn], first, to.sample));
    }
    return spans;
  }

  /** Where a share begins, and the one before it ends: a shard's turn, and a sample in it. */
  private record Point(int turn, long sample) {}

  private Point point(int worker) {
    if (worker == 0) {
      return new Point(0, 0);
    }
    if (worker == workers) {
      return new Point(shards.length, 0);
    }
    // Without the product of pairs and worker, which may be too large.
    long left = pairs / workers * worker + pairs % workers * worker / workers;
    int turn = 0;
    while (turn < shards.length && left >= sizes.get(shards[turn]).pairs()) {
      left -= sizes.get(shards[turn]).pairs();
      turn++;
    }
    return new Point(turn, left == 0 ? 0 : sizes.get(shards[turn]).placeOf(left));
  }
}
