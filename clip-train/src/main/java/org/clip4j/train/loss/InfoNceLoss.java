package org.clip4j.train.loss;

import java.util.Arrays;
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

  private static final int DEFAULT_TILE = 1024;

  private final int tile;

  /** With tiles that fit a processor's caches. */
  public InfoNceLoss() {
    this(DEFAULT_TILE);
  }

  /**
   * With tiles of a given edge; the result does not depend on it but for rounding.
   *
   * @param tile rows and columns of a tile, at least 1
   */
  public InfoNceLoss(int tile) {
    if (tile < 1) {
      throw new IllegalArgumentException("A tile has at least one row, not " + tile);
    }
    this.tile = tile;
  }

  @Override
  public Result compute(
      Kernels kernels,
      Arena arena,
      Tensor images,
      Tensor texts,
      double logScale,
      Tensor dImages,
      Tensor dTexts) {
    int batch = images.rows();
    if (batch == 0 || !Arrays.equals(images.shape(), texts.shape())) {
      throw new IllegalArgumentException(
          "Pictures " + images + " and captions " + texts + " are to pair up row by row");
    }
    double scale = StrictMath.exp(logScale);
    LogSumExps sums = new LogSumExps(batch);
    Tensor memory = arena.take((long) Math.min(tile, batch) * Math.min(tile, batch));
    for (int r = 0; r < batch; r += tile) {
      for (int c = 0; c < batch; c += tile) {
        Tensor logits = logits(kernels, memory, images, texts, scale, r, c);
        sums.addTile(kernels, arena, logits, r, c);
      }
    }
    Tensor rowSums = arena.take(batch);
    Tensor columnSums = arena.take(batch);
    sums.copyTo(rowSums, columnSums);
    for (int r = 0; r < batch; r += tile) {
      for (int c = 0; c < batch; c += tile) {
        int rows = end(r, batch);
        int columns = end(c, batch);
        Tensor logits =
            batch <= tile
                ? memory.reshape(batch, batch)
                : logits(kernels, memory, images, texts, scale, r, c);
        kernels.contrastiveGradient(
            logits, rowSums.slice(r, rows), columnSums.slice(c, columns), r - c, 0.5 / batch);
        // From here on "logits" holds their gradient.
        kernels.gemm(
            false,
            false,
            scale,
            logits,
            texts.slice(c, columns),
            c == 0 ? 0 : 1,
            dImages.slice(r, rows));
        kernels.gemm(
            true,
            false,
            scale,
            logits,
            images.slice(r, rows),
            r == 0 ? 0 : 1,
            dTexts.slice(c, columns));
      }
    }
    double pairs = scale * kernels.dot(images, texts);
    double value = (0.5 * sums.total() - pairs) / batch;
    // The logits' gradient times the logits, summed, is the pictures' gradient times the pictures.
    return new Result(value, kernels.dot(images, dImages));
  }

  private Tensor logits(
      Kernels kernels, Tensor memory, Tensor images, Tensor texts, double scale, int r, int c) {
    Tensor rows = images.slice(r, end(r, images.rows()));
    Tensor columns = texts.slice(c, end(c, texts.rows()));
    long size = (long) rows.rows() * columns.rows();
    Tensor logits = memory.slice(0, size).reshape(rows.rows(), columns.rows());
    kernels.gemm(false, true, scale, rows, columns, 0, logits);
    return logits;
  }

  private int end(int start, int batch) {
    return Math.min(batch, start + tile);
  }
}
