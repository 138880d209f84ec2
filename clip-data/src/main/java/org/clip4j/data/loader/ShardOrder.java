package org.clip4j.data.loader;

import java.util.List;
import java.util.stream.LongStream;
import org.clip4j.core.random.DeterministicRandom;

/**
 * Which shards an epoch has for one of several workers.
 *
 * @param weights how likely each shard is to be drawn, where an epoch's shards are drawn with
 *     replacement, as many as there are; empty where an epoch has each shard once. A shard that is
 *     known to have no pairs is not drawn, since an epoch may have no other
 * @param worker which worker, from 0
 * @param workers among how many an epoch's pairs are shared, as evenly as can be
 * @param sizes of all shards, which sharing is by; empty where they are not known yet
 */
public record ShardOrder(List<Double> weights, int worker, int workers, List<ShardSize> sizes) {

  /** Each shard once, for one worker. */
  public static final ShardOrder EACH_ONCE = new ShardOrder(List.of(), 0, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a weight is not positive and finite, or the worker is none
   *     of the workers
   */
  public ShardOrder {
    weights = List.copyOf(weights);
    sizes = List.copyOf(sizes);
    for (double weight : weights) {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a shard's weight must be positive, got " + weight);
      }
    }
    if (worker < 0 || worker >= workers) {
      throw new IllegalArgumentException(
          "worker " + worker + " is none of " + workers + " workers, counted from 0");
    }
  }

  /** Without the shards' sizes. */
  public ShardOrder(List<Double> weights, int worker, int workers) {
    this(weights, worker, workers, List.of());
  }

  /** The same with the shards' sizes. */
  public ShardOrder withSizes(List<ShardSize> known) {
    return new ShardOrder(weights, worker, workers, known);
  }

  /** Checks that each shard has a weight and a size, if any has. */
  void requireFits(int shards) {
    if (!sizes.isEmpty() && sizes.size() != shards) {
      throw new IllegalArgumentException(
          sizes.size() + " sizes were given for " + shards + " shards");
    }
    if (!weights.isEmpty() && weights.size() != shards) {
      throw new IllegalArgumentException(
          weights.size() + " weights were given for " + shards + " shards");
    }
  }

  /** The fewest pairs that an epoch can have, by the shards' sizes. */
  long leastPairs() {
    LongStream some = sizes.stream().mapToLong(ShardSize::pairs);
    return weights.isEmpty()
        ? some.sum()
        : sizes.size() * some.filter(pairs -> pairs > 0).min().orElse(0);
  }

  /** The places in the list of an epoch's shards, in its order. */
  int[] draw(int shards, DeterministicRandom random) {
    int[] all = new int[shards];
    for (int i = 0; i < shards; i++) {
      all[i] = i;
    }
    if (weights.isEmpty()) {
      random.shuffle(all);
    } else {
      drawWithReplacement(all, random);
    }
    return all;
  }

  private void drawWithReplacement(int[] all, DeterministicRandom random) {
    double[] sums = new double[all.length];
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      boolean isEmpty = !sizes.isEmpty() && sizes.get(i).pairs() == 0;
      sum += isEmpty ? 0 : weights.get(i);
      sums[i] = sum;
    }
    for (int i = 0; i < all.length; i++) {
      double drawn = random.nextDouble() * sum;
      int low = 0;
      int high = sums.length - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (drawn < sums[middle]) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      all[i] = low;
    }
  }
}
