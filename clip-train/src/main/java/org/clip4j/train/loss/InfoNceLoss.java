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
 * for the gradients. Between the two the columns' sums of all machines are merged. The first tiles'
 * logits stay in memory meanwhile, those of the others are computed twice.
 *
 * <p>The pairs' logits are kept apart from the sums. A row's loss is {@code log(1 + exp(n - l))}
 * with {@code l} its pair's logit and {@code n} the log-sum-exp of its negatives, and the gradient
 * of the pair's logit is the share of the negatives: neither is the difference of two numbers that
 * are nearly the same once the pairs are far above their negatives. The few logits that a row or
 * column rests on are computed again in double: a product in float is off by so much that a small
 * loss would be, too. For the same reason embeddings are multiplied around their means ({@link
 * LogitTiles}). The derivative by the logit scale has terms of both signs and is as exact as their
 * sizes' sum.
 */
public final class InfoNceLoss implements ContrastiveLoss {

  /** Tiles in memory at once: all up to 4,096 pairs, whose logits need not be computed twice. */
  private static final int KEPT_TILES = 16;

  /** Logits in memory at once, however large a tile is, unless it is larger alone. */
  private static final long KEPT_LOGITS = 1L << 24;

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

  /** The logits, twice where their tiles do not stay in memory, and both gradients. */
  @Override
  public double productFlops(int batch, int embedDim) {
    long tiles = tiles(batch);
    int most = most(Math.min(tile, batch));
    double again = tiles <= most ? 0 : (tiles - most + 1.0) / tiles;
    return (3 + again) * 2 * batch * batch * embedDim;
  }

  /**
   * Logits that are in memory at once.
   *
   * @param batch pairs
   */
  public long logitsInMemory(int batch) {
    long edge = Math.min(tile, batch);
    return edge * edge * Math.min(tiles(batch), most((int) edge));
  }

  private long tiles(int batch) {
    long across = (batch + (long) tile - 1) / tile;
    return across * across;
  }

  /** Tiles of an edge that may be in memory at once. */
  static int most(int edge) {
    return (int) Math.max(1, Math.min(KEPT_TILES, KEPT_LOGITS / ((long) edge * edge)));
  }

  @Override
  public String name() {
    return "infonce";
  }

  @Override
  public InfoNceLoss withTile(int edge) {
    return new InfoNceLoss(edge);
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
    int batch = inputs.batch();
    int most = most(Math.min(tile, batch));
    MendedTiles mended = new MendedTiles(kernels, arena, inputs, tile, most, ofAll -> 0);
    SoftmaxTiles softmaxes = new SoftmaxTiles(kernels, inputs, mended);
    LogitTiles tiles = softmaxes.tiles();
    PairLogits pairs = softmaxes.pairs();
    tiles.forEach("Log-sum-exps", softmaxes::sum);
    softmaxes.exchange();
    tiles.forEach(
        "Gradients",
        (r, c) -> {
          Tensor logits = softmaxes.logitsAgain(r, c);
          softmaxes.softmaxSum(logits, r, c, 0.5 / batch);
          // From here on "logits" holds their gradient.
          PairLogits.put(
              logits, r, tiles.pairOffset(r, c), row -> -0.5 / batch * pairs.missed(row));
          tiles.backward(logits, r, c, dImages, dTexts);
        });
    double slope = softmaxes.slope(tiles.centred().slope(dImages));
    // A bias leaves every softmax as it is.
    return new Result(0.5 * pairs.loss() / batch, slope, 0);
  }
}
