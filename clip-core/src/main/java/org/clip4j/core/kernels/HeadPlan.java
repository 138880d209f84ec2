package org.clip4j.core.kernels;

import org.clip4j.core.kernels.simd.MatrixMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * How attention divides into units of work: some heads of one sequence, as many as leave the rows
 * they read in the second-level cache.
 */
final class HeadPlan {

  /** Floats of queries, keys and values that a unit may read. */
  private static final int UNIT = 1 << 16;

  final Sequences sequences;
  final int heads;
  final int width;
  final int headWidth;
  final int group;
  final int groups;
  private final int panel;

  /** Plans over panels of that many columns; see {@link MatrixMath}. */
  HeadPlan(String kernel, Tensor qkv, Sequences sequences, int heads, int panel) {
    Shapes.requireFloat(kernel, qkv);
    this.sequences = sequences;
    this.heads = heads;
    this.width = qkv.columns() / 3;
    this.panel = panel;
    if (heads < 1 || width * 3 != qkv.columns() || width % heads != 0) {
      throw new IllegalArgumentException(
          kernel
              + ": "
              + qkv.columns()
              + " columns are not 3 times a width of "
              + heads
              + " heads");
    }
    if (sequences.rows() != qkv.rows()) {
      throw new IllegalArgumentException(
          kernel + ": sequences of " + sequences.rows() + " rows do not fit " + qkv);
    }
    this.headWidth = width / heads;
    int fit = UNIT / Math.max(1, 3 * headWidth * Math.max(1, sequences.longest()));
    this.group = Math.max(1, Math.min(heads, fit));
    this.groups = (heads + group - 1) / group;
  }

  int units() {
    return sequences.count() * groups;
  }

  int panel() {
    return panel;
  }

  /** Panels that so many columns fill. */
  int panels(int n) {
    return padded(n) / panel;
  }

  /** Columns with room for whole panels. */
  int padded(int n) {
    return (n + panel - 1) & -panel;
  }

  /** Elements of a panel of that many rows, with room for whole squares. */
  int panelSize(int rows) {
    return padded(rows) * panel;
  }

  /** Rows with room for whole blocks. */
  static int paddedRows(int n) {
    return (n + MatrixMath.ROWS - 1) & -MatrixMath.ROWS;
  }

  float scale() {
    return (float) (1 / Math.sqrt(headWidth));
  }
}
