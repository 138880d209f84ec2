package org.clip4j.train.loss;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * The pairwise sigmoid loss of SigLIP (Zhai et al. 2023, arXiv:2303.15343; open_clip's {@code
 * SigLipLoss}): with {@code logits = scale * images textsT + bias}, every picture is asked of every
 * caption whether they belong together, and the loss is {@code -log sigmoid} of the right answer's
 * logit, summed over a picture's captions, in the mean over pictures.
 *
 * <p>No logit depends on another, so one pass over the tiles does all, and nothing is exchanged. As
 * in {@link InfoNceLoss} the pairs' logits, and the few negatives that a row or column rests on,
 * are computed in double. The bias is added before anything is rounded: it takes off most of what
 * the scale puts on.
 */
public final class SigmoidLoss implements ContrastiveLoss {

  private final int tile;

  /** With tiles that fit a processor's caches. */
  public SigmoidLoss() {
    this(LogitTiles.DEFAULT_EDGE);
  }

  /**
   * With tiles of a given edge; the result does not depend on it but for rounding.
   *
   * @param tile rows and columns of a tile, at least 1
   */
  public SigmoidLoss(int tile) {
    this.tile = LogitTiles.requireEdge(tile);
  }

  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public SigmoidLoss withTile(int edge) {
    return new SigmoidLoss(edge);
  }

  @Override
  public boolean needsBias() {
    return true;
  }

  /** The logits and both gradients. */
  @Override
  public double productFlops(int batch, int embedDim) {
    return 3.0 * 2 * batch * batch * embedDim;
  }

  @Override
  public Result compute(
      Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
    inputs.requireGradients(dImages, dTexts);
    try (Arena.Frame frame = arena.frame()) {
      return inFrame(kernels, arena, inputs, dImages, dTexts);
    }
  }

  private Result inFrame(
      Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
    double bias = inputs.map().bias();
    MendedTiles mended = new MendedTiles(kernels, arena, inputs, tile, 1, ofAll -> ofAll + bias);
    LogitTiles tiles = mended.tiles();
    PairLogits pairs = mended.pairs();
    int batch = inputs.batch();
    Tensor losses = arena.take(tiles.edge());
    double[] total = new double[1];
    tiles.forEach(
        "Gradients",
        (r, c) -> {
          Tensor logits = mended.logits(r, c);
          Tensor lossOfRow = losses.slice(0, logits.rows());
          kernels.sigmoidGradient(logits, 1.0 / batch, lossOfRow);
          // From here on "logits" holds their gradient.
          for (int i = 0; i < logits.rows(); i++) {
            total[0] += lossOfRow.get(i);
          }
          PairLogits.put(
              logits,
              r,
              tiles.pairOffset(r, c),
              row -> {
                // As in a softmax against one negative, whose logit is 0.
                total[0] += PairLogits.crossEntropy(0, pairs.ofRow(row));
                return -PairLogits.missed(0, pairs.ofRow(row)) / batch;
              });
          tiles.backward(logits, r, c, dImages, dTexts);
        });
    CentredLogits logits = tiles.centred();
    // The bias is no part of what the scale multiplies.
    double slope = logits.slope(dImages) + logits.restOfSlope(logits.sum());
    return new Result(total[0] / batch, slope, logits.sum());
  }
}
