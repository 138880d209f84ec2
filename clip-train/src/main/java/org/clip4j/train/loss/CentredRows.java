package org.clip4j.train.loss;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * Embeddings with their mean taken off. A model's embeddings lie in a cone: what tells them apart
 * is small beside what they share, and what is small is rounded by little.
 */
final class CentredRows {

  private final Kernels kernels;
  private final Tensor all;
  private final Tensor minusMean;
  private final Tensor memory;
  private int from = -1;

  /**
   * Nothing copied yet.
   *
   * @param arena lends the memory of the mean and of a tile's rows
   * @param all [rows, embed_dim]
   * @param most rows of a tile
   */
  CentredRows(Kernels kernels, Arena arena, Tensor all, int most) {
    this.kernels = kernels;
    this.all = all;
    this.minusMean = arena.take(1, all.columns());
    this.memory = arena.take(most, all.columns());
    minusMean.zero();
    kernels.addColumnSums(all, minusMean.reshape(all.columns()));
    kernels.scale(-1.0 / all.rows(), minusMean);
  }

  /** Rows {@code start} to {@code end} less the mean, until others are asked for. */
  Tensor rows(int start, int end) {
    Tensor here = memory.slice(0, end - (long) start);
    if (start != from) {
      kernels.addBias(all.slice(start, end), minusMean.reshape(all.columns()), here);
      from = start;
    }
    return here;
  }

  /** The products of both means. */
  double meanTimes(CentredRows other) {
    return kernels.entries(minusMean, other.minusMean, new int[] {0})[0];
  }

  /** The products of all rows, as they are, and the mean of others. */
  double[] timesMean(CentredRows other) {
    return Arrays.stream(products(all, other.minusMean)).map(product -> -product).toArray();
  }

  /** The sum of the products of all rows, less their mean, and as many others. */
  double dot(Tensor others) {
    return kernels.dot(all, others) + Arrays.stream(products(others, minusMean)).sum();
  }

  private double[] products(Tensor rows, Tensor row) {
    return kernels.entries(rows, row, IntStream.range(0, rows.rows()).toArray());
  }

  /**
   * Adds the mean, {@code to[r,:] += factor * times[r] * mean}.
   *
   * @param times [rows of to, 1]
   */
  void addMean(double factor, Tensor times, Tensor to) {
    kernels.gemm(false, false, -factor, times, minusMean, 1, to);
  }
}
