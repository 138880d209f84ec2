package org.clip4j.train.loss;

import java.util.List;

/**
 * Brings together, between a loss's two passes over the logits, what every machine knows of the
 * columns. Each machine calls it once for each matrix of logits, in the same order, and is answered
 * when all have.
 */
@FunctionalInterface
public interface ColumnExchange {

  /** Of one machine, which has all rows. */
  ColumnExchange ONE_MACHINE = own -> own;

  /**
   * Merges log-sum-exps.
   *
   * @param own those of columns over this machine's rows, a batch of them or several batches, one
   *     behind the other; of no rows they are {@code -Infinity}
   * @return those over all rows, as many; to the bit the same on every machine
   */
  double[] merge(double[] own);

  /**
   * What {@link #merge} gives to all, from what each machine gave; in the order of the machines,
   * for the sum's last bits depend on it.
   *
   * @throws IllegalArgumentException if there are none, or they differ in length
   */
  static double[] merged(List<double[]> machines) {
    if (machines.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to merge");
    }
    double[] all = machines.get(0).clone();
    for (double[] own : machines.subList(1, machines.size())) {
      if (own.length != all.length) {
        throw new IllegalArgumentException(
            "Machines know of " + all.length + " and of " + own.length + " columns");
      }
      for (int i = 0; i < all.length; i++) {
        all[i] = LogSumExps.merge(all[i], own[i]);
      }
    }
    return all;
  }
}
