package org.clip4j.data.loader;

import java.util.List;
import org.clip4j.core.random.DeterministicRandom;

/**
 * Which shards an epoch has for one of several workers.
 *
 * @param weights how likely each shard is to be drawn, where an epoch's shards are drawn with
 *     replacement, as many as there are; empty where an epoch has each shard once
 * @param worker which worker, from 0
 * @param workers among how many an epoch's shards are dealt, one in turn to each
 */
public record ShardOrder(List<Double> weights, int worker, int workers) {

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

  /** Checks that each worker gets a shard, and each shard has a weight. */
  void requireFits(int shards) {
    if (shards < workers) {
      throw new IllegalArgumentException(
          shards + " shards cannot be dealt to " + workers + " workers: pack more of them");
    }
    if (!weights.isEmpty() && weights.size() != shards) {
      throw new IllegalArgumentException(
          weights.size() + " weights were given for " + shards + " shards");
    }
  }

  /** The places in the list of the shards that this worker reads, in its order. */
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
    int[] dealt = new int[(shards - worker + workers - 1) / workers];
    for (int i = 0; i < dealt.length; i++) {
      dealt[i] = all[worker + i * workers];
    }
    return dealt;
  }

  private void drawWithReplacement(int[] all, DeterministicRandom random) {
    double[] sums = new double[all.length];
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      sum += weights.get(i);
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
