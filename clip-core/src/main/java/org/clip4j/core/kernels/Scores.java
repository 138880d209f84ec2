package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.kernels.simd.MatrixMath;
import org.clip4j.core.kernels.simd.RowMath;

/**
 * Scores of one head for a panel of queries, a row for each key: queries lie side by side in the
 * lanes, so that a softmax goes down the columns and no vector is ever summed across.
 *
 * <p>A causal mask leaves out the keys that no query of a panel sees.
 */
final class Scores {

  private final MatrixMath matrices;
  private final boolean causal;
  private final int length;
  private final int paddedHead;
  private final int panel;
  private final int panelSize;

  Scores(RowMath math, HeadPlan plan, boolean causal, int length) {
    this.matrices = math.matrices();
    this.causal = causal;
    this.length = length;
    this.paddedHead = plan.padded(plan.headWidth);
    this.panel = matrices.panel();
    this.panelSize = plan.panelSize(length);
  }

  /** Queries of the panel that begins at that one. */
  int queries(int query) {
    return Math.min(panel, length - query);
  }

  /** Keys that some query of the panel sees. */
  int keys(int query) {
    return causal ? Math.min(length, query + panel) : length;
  }

  /**
   * Inner products of keys (or values) with a panel's queries (or gradients).
   *
   * @param rows in panels
   * @param across the queries, one a column, in panels
   */
  void products(float[] rows, float[] across, int query, float[] out, int to) {
    int keys = keys(query);
    Arrays.fill(out, to, to + HeadPlan.paddedRows(keys) * panel, 0f);
    matrices.addProduct(keys, paddedHead, rows, 0, panelSize, across, query * paddedHead, out, to);
  }

  /** Hides later keys from the queries of a panel. */
  void mask(float[] scores, int at, int query) {
    if (!causal) {
      return;
    }
    int keys = keys(query);
    for (int key = query + 1; key < keys; key++) {
      int row = at + key * panel;
      Arrays.fill(scores, row, row + Math.min(panel, key - query), Float.NEGATIVE_INFINITY);
    }
  }
}
