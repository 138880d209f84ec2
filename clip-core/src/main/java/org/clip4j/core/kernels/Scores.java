package org.clip4j.core.kernels;

import org.clip4j.core.kernels.simd.MatrixMath;
import org.clip4j.core.kernels.simd.RowMath;

/**
 * Scores of one head for a block of queries, a row for each key: queries lie side by side in the
 * lanes, so that a softmax goes down the columns and no vector is ever summed across.
 *
 * <p>A causal mask leaves out the keys that no query of a block sees.
 */
final class Scores {

  /** Queries of a block; a multiple of every vector's lanes. */
  static final int BLOCK = 32;

  private final MatrixMath matrices;
  private final boolean causal;
  private final int length;
  private final int headWidth;
  private final int across;

  Scores(RowMath math, HeadPlan plan, boolean causal, int length) {
    this.matrices = math.matrices();
    this.causal = causal;
    this.length = length;
    this.headWidth = plan.headWidth;
    this.across = plan.padded(length);
  }

  /** Columns of the block that begins at that query: whole vectors. */
  int columns(int query) {
    return Math.min(BLOCK, across - query);
  }

  /** Queries of the block that begins at that one. */
  int queries(int query) {
    return Math.min(BLOCK, length - query);
  }

  /** Keys that some query of the block sees. */
  int keys(int query) {
    return causal ? Math.min(length, query + BLOCK) : length;
  }

  /** Elements to have room for, whole blocks of rows included. */
  int room() {
    return HeadPlan.paddedRows(length) * Math.min(BLOCK, across);
  }

  /**
   * Inner products of a block's keys (or values) with its queries (or gradients).
   *
   * @param transposed queries, one a column
   */
  void products(float[] rows, int offset, int stride, float[] transposed, int query, float[] out) {
    int width = columns(query);
    matrices.multiply(
        keys(query),
        width,
        headWidth,
        rows,
        offset,
        stride,
        1,
        transposed,
        query,
        across,
        out,
        0,
        width,
        false);
  }

  /** Hides later keys from the queries of a block. */
  void mask(float[] scores, int query) {
    if (!causal) {
      return;
    }
    int width = columns(query);
    int keys = keys(query);
    for (int key = query + 1; key < keys; key++) {
      int row = key * width;
      int hidden = Math.min(width, key - query);
      for (int i = row; i < row + hidden; i++) {
        scores[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
