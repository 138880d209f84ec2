package org.clip4j.train.loss;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * Symmetric InfoNCE (Radford et al. 2021, arXiv:2103.00020, figure 3): with {@code logits = scale *
 * images textsT}, the mean of the cross-entropy along rows and along columns, the pair on the
 * diagonal being right.
 *
 * <p>It goes over the logits in tiles twice: once for the log-sum-exp of every row and column, once
 * for the gradients. A batch of one tile needs its logits only once.
 */
public final class InfoNceLoss implements ContrastiveLoss {

  private final int tile;

  /** With tiles that fit a processor's caches. */
  public InfoNceLoss() {
    this(LogitTiles.DEFAULT_EDGE);
  }

  /**
   * With tiles of a given edge; the result does not depend on it but for rounding.
   *
   * @param tile rows and columns of a tile, at least 1
   */
  public InfoNceLoss(int tile) {
    this.tile = LogitTiles.requireEdge(tile);
  }

  /**
   * Operations of the matrix products that a batch takes: the logits, twice where there is more
   * than one tile, and both gradients.
   *
   * @param batch pairs
   * @param embedDim columns of an embedding
   */
  public double productFlops(int batch, int embedDim) {
    int products = batch <= tile ? 3 : 4;
    return products * 2.0 * batch * batch * embedDim;
  }

  @Override
  public Result compute(
      Kernels kernels,
      Arena arena,
      Tensor images,
      Tensor texts,
      LogitMap map,
      Tensor dImages,
      Tensor dTexts) {
    double scale = map.scale();
    LogitTiles tiles = new LogitTiles(kernels, arena, images, texts, scale, tile);
    int batch = images.rows();
    LogSumExps sums = new LogSumExps(batch);
    tiles.forEach((r, c) -> sums.addTile(kernels, arena, tiles.logits(r, c), r, c));
    Tensor rowSums = arena.take(batch);
    Tensor columnSums = arena.take(batch);
    sums.copyTo(rowSums, columnSums);
    tiles.forEach(
        (r, c) -> {
          Tensor logits = tiles.isOne() ? tiles.current(r, c) : tiles.logits(r, c);
          kernels.contrastiveGradient(
              logits,
              rowSums.slice(r, tiles.end(r)),
              columnSums.slice(c, tiles.end(c)),
              r - c,
              0.5 / batch);
          // From here on "logits" holds their gradient.
          tiles.backward(logits, r, c, dImages, dTexts);
        });
    double pairs = scale * kernels.dot(images, texts);
    double value = (0.5 * sums.total() - pairs) / batch;
    // The logits' gradient times the logits, summed, is the pictures' gradient times the pictures.
    // A bias leaves every softmax as it is.
    return new Result(value, kernels.dot(images, dImages), 0);
  }
}
