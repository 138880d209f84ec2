package org.clip4j.train.loss;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Tensor;

/**
 * One model's logits of a batch, for a loss over their softmaxes along rows and along columns: a
 * first pass over the tiles sums them up, a second has the softmaxes.
 */
final class SoftmaxTiles {

  private final Kernels kernels;
  private final LossInputs inputs;
  private final MendedTiles mended;
  private final LogitTiles tiles;
  private final PairLogits pairs;
  private HeavyLogits.Found heavy;

  /**
   * Nothing summed yet.
   *
   * @param mended the logits, none of them computed
   */
  SoftmaxTiles(Kernels kernels, LossInputs inputs, MendedTiles mended) {
    this.kernels = kernels;
    this.inputs = inputs;
    this.mended = mended;
    this.tiles = mended.tiles();
    this.pairs = mended.pairs();
  }

  LogitTiles tiles() {
    return tiles;
  }

  PairLogits pairs() {
    return pairs;
  }

  /** Sums up a tile. */
  void sum(int r, int c) {
    mended.logits(r, c);
  }

  /** Ends the first pass: brings the columns of all machines together. */
  void exchange() {
    pairs.meet(mended.negatives(), inputs.exchange(), tiles.centred().added());
  }

  /** A tile's logits once more; a finite number stands in the place of each pair. */
  Tensor logitsAgain(int r, int c) {
    Tensor logits = tiles.logitsAgain(r, c);
    heavy = mended.heavy(logits, r, c);
    for (int i = 0; i < heavy.places().length; i++) {
      logits.set(heavy.places()[i], heavy.values()[i]);
    }
    return logits;
  }

  /**
   * Turns the logits of the tile that was had last into the sum of both softmaxes, times a factor,
   * but for the pairs.
   */
  void softmaxSum(Tensor logits, int r, int c, double factor) {
    double[] rows = tiles.ofRows(pairs.rowSums(), r);
    double[] columns = tiles.ofColumns(pairs.columnSums(), c);
    kernels.softmaxSum(logits, rows, columns, factor);
    // A heavy logit was rounded as it was put among the others, its softmaxes need not be.
    for (int i = 0; i < heavy.places().length; i++) {
      int place = heavy.places()[i];
      double ofRow = StrictMath.exp(heavy.values()[i] - rows[place / columns.length]);
      double ofColumn = StrictMath.exp(heavy.values()[i] - columns[place % columns.length]);
      logits.set(place, factor * (ofRow + ofColumn));
    }
  }

  /**
   * The derivative by the logarithm of the scale, of a loss over both softmaxes.
   *
   * @param ofImages what {@link CentredLogits#slope} finds in the pictures' gradient of that loss
   */
  double slope(double ofImages) {
    CentredLogits logits = tiles.centred();
    // A softmax's gradients add up to nothing, those of a part of the rows do not.
    double sum = inputs.rows() == inputs.batch() ? 0 : logits.sum();
    return ofImages + logits.restOfSlope(sum);
  }
}
