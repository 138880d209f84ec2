package org.clip4j.train.loss;

import java.util.Arrays;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * The matrix {@code scale * images textsT}, tile by tile in one piece of memory, and the way of a
 * tile's gradient back to the embeddings.
 */
final class LogitTiles {

  /** Fits a processor's caches. */
  static final int DEFAULT_EDGE = 1024;

  private final Kernels kernels;
  private final Tensor images;
  private final Tensor texts;
  private final double scale;
  private final int batch;
  private final int edge;
  private final Tensor memory;

  /** Work on the tile whose first row and column these are. */
  @FunctionalInterface
  interface Visitor {
    void visit(int row, int column);
  }

  /**
   * Tiles over a batch of pairs.
   *
   * @param edge most rows and columns of a tile
   * @throws IllegalArgumentException if pictures and captions do not pair up
   */
  LogitTiles(Kernels kernels, Arena arena, Tensor images, Tensor texts, double scale, int edge) {
    if (images.rows() == 0 || !Arrays.equals(images.shape(), texts.shape())) {
      throw new IllegalArgumentException(
          "Pictures " + images + " and captions " + texts + " are to pair up row by row");
    }
    this.kernels = kernels;
    this.images = images;
    this.texts = texts;
    this.scale = scale;
    this.batch = images.rows();
    this.edge = Math.min(edge, batch);
    this.memory = arena.take((long) this.edge * this.edge);
  }

  /** Checks a tile's edge. */
  static int requireEdge(int edge) {
    if (edge < 1) {
      throw new IllegalArgumentException("A tile has at least one row, not " + edge);
    }
    return edge;
  }

  int edge() {
    return edge;
  }

  boolean isOne() {
    return batch == edge;
  }

  /** Row by row of tiles. */
  void forEach(Visitor visitor) {
    for (int r = 0; r < batch; r += edge) {
      for (int c = 0; c < batch; c += edge) {
        visitor.visit(r, c);
      }
    }
  }

  /** The row or column behind the last one of the tile that begins here. */
  int end(int start) {
    return Math.min(batch, start + edge);
  }

  /** Computes a tile, in the place of the one before. */
  Tensor logits(int r, int c) {
    Tensor logits = current(r, c);
    kernels.gemm(false, true, scale, images.slice(r, end(r)), texts.slice(c, end(c)), 0, logits);
    return logits;
  }

  /** The tile as it lies in memory. */
  Tensor current(int r, int c) {
    int rows = end(r) - r;
    int columns = end(c) - c;
    return memory.slice(0, (long) rows * columns).reshape(rows, columns);
  }

  /** From a tile's gradient to the embeddings': sets them in the first tiles, then adds. */
  void backward(Tensor dLogits, int r, int c, Tensor dImages, Tensor dTexts) {
    Tensor rows = images.slice(r, end(r));
    Tensor columns = texts.slice(c, end(c));
    kernels.gemm(false, false, scale, dLogits, columns, c == 0 ? 0 : 1, dImages.slice(r, end(r)));
    kernels.gemm(true, false, scale, dLogits, rows, r == 0 ? 0 : 1, dTexts.slice(c, end(c)));
  }
}
