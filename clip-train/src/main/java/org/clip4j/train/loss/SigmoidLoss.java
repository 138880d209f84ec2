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
 * <p>No logit depends on another, so one pass over the tiles does all, and nothing is exchanged.
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

  @Override
  public Result compute(
      Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
    try (Arena.Frame frame = arena.frame()) {
      return inFrame(kernels, arena, inputs, dImages, dTexts);
    }
  }

  private Result inFrame(
      Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
    LogitTiles tiles = new LogitTiles(kernels, arena, inputs, tile);
    int batch = inputs.batch();
    Tensor losses = arena.take(tiles.edge());
    Tensor sums = arena.take(tiles.edge());
    double[] totals = new double[2];
    tiles.forEach(
        "Gradients",
        (r, c) -> {
          Tensor logits = tiles.logits(r, c);
          Tensor lossOfRow = losses.slice(0, logits.rows());
          Tensor sumOfRow = sums.slice(0, logits.rows());
          kernels.sigmoidGradient(
              logits,
              inputs.map().bias(),
              tiles.pairOffset(r, c),
              1.0 / batch,
              lossOfRow,
              sumOfRow);
          // From here on "logits" holds their gradient.
          for (int i = 0; i < logits.rows(); i++) {
            totals[0] += lossOfRow.get(i);
            totals[1] += sumOfRow.get(i);
          }
          tiles.backward(logits, r, c, dImages, dTexts);
        });
    // As in InfoNceLoss; the bias is no part of what the scale multiplies.
    return new Result(totals[0] / batch, kernels.dot(inputs.images(), dImages), totals[1]);
  }
}
