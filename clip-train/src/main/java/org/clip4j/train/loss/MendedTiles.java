package org.clip4j.train.loss;

import java.util.function.DoubleUnaryOperator;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * A batch's logits in which nothing that a loss rests on was rounded by much: the pairs are kept
 * apart, in double, and the few negatives that carry their row or column are computed in double.
 */
final class MendedTiles {

  private final Kernels kernels;
  private final LogitTiles tiles;
  private final LogSumExps negatives;
  private final PairLogits pairs;
  private final HeavyLogits heavy;

  /**
   * Nothing computed yet.
   *
   * @param most tiles that are in memory at once
   * @param level what becomes of the part that all logits share, to which a softmax is blind
   */
  MendedTiles(
      Kernels kernels,
      Arena arena,
      LossInputs inputs,
      int edge,
      int most,
      DoubleUnaryOperator level) {
    this.kernels = kernels;
    this.tiles = new LogitTiles(kernels, arena, inputs, edge, most, level);
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

  /** Of the tiles so far. */
  LogSumExps negatives() {
    return negatives;
  }

  /** Computes a tile for the first time; nothing stands in the place of each pair. */
  Tensor logits(int r, int c) {
    Tensor logits = tiles.logits(r, c);
    pairs.takeOut(tiles, logits, r, c);
    negatives.addTile(kernels, logits, r, c);
    HeavyLogits.Found found = heavy.find(logits, r, c, negatives.rows(), negatives.columns());
    for (int i = 0; i < found.places().length; i++) {
      int place = found.places()[i];
      double exact = found.values()[i];
      int row = r + place / logits.columns();
      negatives.replace(row, c + place % logits.columns(), logits.get(place), exact);
      logits.set(place, exact);
    }
    return logits;
  }

  /** Finds the heavy logits of a tile that was computed, now that all sums are known. */
  HeavyLogits.Found heavy(Tensor logits, int r, int c) {
    return heavy.find(logits, r, c, pairs.rowNegatives(), pairs.columnNegatives());
  }
}
