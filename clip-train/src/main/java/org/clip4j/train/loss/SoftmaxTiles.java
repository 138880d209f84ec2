package org.clip4j.train.loss;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * One model's logits of a batch, for a loss over their softmaxes along rows and along columns: a
 * first pass over the tiles sums them up, a second has the softmaxes.
 */
final class SoftmaxTiles {

  private final Kernels kernels;
  private final LossInputs inputs;
  private final LogitTiles tiles;
  private final LogSumExps negatives;
  private final PairLogits pairs;
  private final HeavyLogits heavy;

  /**
   * Nothing summed yet.
   *
   * @param most tiles that are in memory at once
   */
  SoftmaxTiles(Kernels kernels, Arena arena, LossInputs inputs, int edge, int most) {
    this.kernels = kernels;
    this.inputs = inputs;
    this.tiles = new LogitTiles(kernels, arena, inputs, edge, most);
    this.negatives = new LogSumExps(inputs.rows(), inputs.batch());
    this.pairs = new PairLogits(inputs.rows(), inputs.first(), inputs.batch());
    this.heavy = new HeavyLogits(kernels, tiles);
  }

  LogitTiles tiles() {
    return tiles;
  }

  PairLogits pairs() {
    return pairs;
  }

  /** Sums up a tile. */
  void sum(int r, int c) {
    Tensor logits = tiles.logits(r, c);
    pairs.takeOut(tiles, logits, r, c);
    negatives.addTile(kernels, logits, r, c);
    heavy.mend(logits, r, c, negatives.rows(), negatives.columns(), negatives::replace);
  }

  /** Ends the first pass: brings the columns of all machines together. */
  void exchange() {
    pairs.meet(negatives, inputs.exchange());
  }

  /** A tile's logits once more; a finite number stands in the place of each pair. */
  Tensor logitsAgain(int r, int c) {
    Tensor logits = tiles.logitsAgain(r, c);
    if (!tiles.stays(r, c)) {
      heavy.mend(
          logits, r, c, pairs.rowNegatives(), pairs.columnNegatives(), (row, col, was, is) -> {});
    }
    return logits;
  }

  /** Turns a tile's logits into the sum of both softmaxes, times a factor, but for the pairs. */
  void softmaxSum(Tensor logits, int r, int c, double factor) {
    double[] rows = tiles.ofRows(pairs.rowSums(), r);
    kernels.softmaxSum(logits, rows, tiles.ofColumns(pairs.columnSums(), c), factor);
  }
}
