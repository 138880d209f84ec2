package org.clip4j.train.loss;

import java.util.Arrays;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Tensor;

/**
 * The few logits that carry much of their row or column, computed again in double.
 *
 * <p>A product in float is off by a rounding of each of its sums: at a logit scale of 100 some 1e-5
 * in a logit, which is the relative error of its exponential. Where many negatives carry a row,
 * their errors cancel out; where a few do, as they do once a model has learned, theirs would be the
 * error of the loss and of all gradients of that row.
 */
final class HeavyLogits {

  /** Of a row's or column's sum: the part from which a logit is heavy. */
  private static final double LEAST_SHARE = 1.0 / 64;

  private static final double BELOW_SUM = StrictMath.log(LEAST_SHARE);

  /** Above what {@link PairLogits} puts in a pair's place. */
  private static final double LEAST_BOUND = PairLogits.NOTHING / 2;

  private final Kernels kernels;
  private final LogitTiles tiles;

  HeavyLogits(Kernels kernels, LogitTiles tiles) {
    this.kernels = kernels;
    this.tiles = tiles;
  }

  /**
   * Some logits of a tile.
   *
   * @param places of each its place in the tile, row by row
   * @param values in double
   */
  record Found(int[] places, double[] values) {}

  /**
   * Computes those of a tile again.
   *
   * @param rows the log-sum-exps of all rows, the tile's own among what they sum up
   * @param columns the log-sum-exps of all columns
   */
  Found find(Tensor logits, int r, int c, double[] rows, double[] columns) {
    int[] places =
        kernels.entriesReaching(
            logits, bounds(tiles.ofRows(rows, r)), bounds(tiles.ofColumns(columns, c)));
    return new Found(places, tiles.entries(r, c, places));
  }

  private static double[] bounds(double[] sums) {
    return Arrays.stream(sums).map(sum -> Math.max(LEAST_BOUND, sum + BELOW_SUM)).toArray();
  }
}
