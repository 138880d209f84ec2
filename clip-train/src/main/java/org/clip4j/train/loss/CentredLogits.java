package org.clip4j.train.loss;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * The products {@code scale * x yT} around the means {@code a} of the rows of x and {@code b} of
 * those of y, which takes their sum apart:
 *
 * <pre>{@code
 * x y = (x - a)(y - b) + (x b - a b) + (a y - a b) + a b
 * }</pre>
 *
 * <p>Only the first is computed in the tensors' type, and it is small where embeddings are alike.
 * The others are one number a row, one a column and one for all, in double. Gradients go the same
 * way back.
 */
final class CentredLogits {

  private final Kernels kernels;
  private final LossInputs inputs;
  private final double scale;
  private final CentredRows images;
  private final CentredRows texts;
  private final double ofAll;
  private final double[] ofColumns;
  private final double added;
  private final Tensor left;
  private final Tensor right;
  private final Tensor sums;
  private final double[] rowSums;
  private final double[] columnSums;
  private double sum;
  private double slope;

  /**
   * Logits, with a number added to all.
   *
   * @param height most rows of a tile, no more than width
   * @param width most columns of a tile
   * @param level what becomes of the part that all logits share
   */
  CentredLogits(
      Kernels kernels,
      Arena arena,
      LossInputs inputs,
      int height,
      int width,
      DoubleUnaryOperator level) {
    this.kernels = kernels;
    this.inputs = inputs;
    this.scale = inputs.map().scale();
    this.images = new CentredRows(kernels, arena, inputs.images(), height);
    this.texts = new CentredRows(kernels, arena, inputs.texts(), width);
    this.ofAll = scale * images.meanTimes(texts);
    this.ofColumns = apart(texts.timesMean(images));
    double rest = level.applyAsDouble(ofAll);
    this.added = rest - ofAll;
    // The product of these two is the sum of what rows and columns have of their own.
    this.left = arena.take(inputs.rows(), 2);
    this.right = arena.take(inputs.batch(), 2);
    double[] ofRows = apart(images.timesMean(texts));
    for (int r = 0; r < ofRows.length; r++) {
      left.set(2L * r, ofRows[r]);
      left.set(2L * r + 1, 1);
    }
    for (int c = 0; c < ofColumns.length; c++) {
      right.set(2L * c, 1);
      right.set(2L * c + 1, ofColumns[c] + rest);
    }
    this.sums = arena.take(width, 1);
    this.rowSums = new double[inputs.rows()];
    this.columnSums = new double[inputs.batch()];
  }

  private double[] apart(double[] products) {
    return Arrays.stream(products).map(product -> scale * product - ofAll).toArray();
  }

  /** What was added to all logits. */
  double added() {
    return added;
  }

  /** Computes a tile's. */
  void compute(Tile tile, Tensor logits) {
    Tensor ofRows = left.slice(tile.row(), tile.rowEnd());
    Tensor ofTile = right.slice(tile.column(), tile.columnEnd());
    kernels.gemm(false, true, 1, ofRows, ofTile, 0, logits);
    kernels.gemm(false, true, scale, images(tile), texts(tile), 1, logits);
  }

  private Tensor images(Tile tile) {
    return images.rows(tile.row(), tile.rowEnd());
  }

  private Tensor texts(Tile tile) {
    return texts.rows(tile.column(), tile.columnEnd());
  }

  /**
   * Some of a tile's in double.
   *
   * @param which of each its place in the tile, row by row
   */
  double[] entries(Tile tile, int[] which) {
    Tensor ofRows = inputs.images().slice(tile.row(), tile.rowEnd());
    Tensor ofTile = inputs.texts().slice(tile.column(), tile.columnEnd());
    double[] entries = kernels.entries(ofRows, ofTile, which);
    Arrays.setAll(entries, i -> scale * entries[i] + added);
    return entries;
  }

  /**
   * Takes a tile's gradient back to the embeddings'. Of a row of tiles the last is to come last,
   * and so is the last of a column.
   *
   * @param factor what the tile's gradient is multiplied by
   * @param adds whether the first tiles add as the others do, else they set
   */
  void backward(
      double factor, boolean adds, Tensor dLogits, Tile tile, Tensor dImages, Tensor dTexts) {
    double by = factor * scale;
    Tensor dRows = dImages.slice(tile.row(), tile.rowEnd());
    Tensor dColumns = dTexts.slice(tile.column(), tile.columnEnd());
    double first = adds ? 1 : 0;
    kernels.gemm(false, false, by, dLogits, texts(tile), tile.column() == 0 ? first : 1, dRows);
    kernels.gemm(true, false, by, dLogits, images(tile), tile.row() == 0 ? first : 1, dColumns);
    double[] ofRows = Arrays.copyOfRange(rowSums, tile.row(), tile.rowEnd());
    double[] ofTile = Arrays.copyOfRange(columnSums, tile.column(), tile.columnEnd());
    kernels.addSums(dLogits, ofRows, ofTile);
    if (tile.columnEnd() == inputs.batch()) {
      texts.addMean(by, column(ofRows), dRows);
      sum += Arrays.stream(ofRows).sum();
      Arrays.fill(ofRows, 0);
    }
    if (tile.rowEnd() == inputs.rows()) {
      images.addMean(by, column(ofTile), dColumns);
      for (int c = 0; c < ofTile.length; c++) {
        slope += ofTile[c] * ofColumns[tile.column() + c];
      }
      Arrays.fill(ofTile, 0);
    }
    System.arraycopy(ofRows, 0, rowSums, tile.row(), ofRows.length);
    System.arraycopy(ofTile, 0, columnSums, tile.column(), ofTile.length);
  }

  private Tensor column(double[] values) {
    Tensor column = sums.slice(0, values.length);
    for (int i = 0; i < values.length; i++) {
      column.set(i, values[i]);
    }
    return column;
  }

  /** The sum of all tiles' gradients. */
  double sum() {
    return sum;
  }

  /**
   * The part of a derivative by the logarithm of the scale that the pictures' gradient holds; the
   * rest is {@link #restOfSlope}.
   */
  double slope(Tensor dImages) {
    return images.dot(dImages);
  }

  /**
   * The sum of all tiles' gradients times the logits, to which nothing is added, less {@link
   * #slope} of the pictures' gradient that they gave.
   *
   * @param sum the sum of all tiles' gradients
   */
  double restOfSlope(double sum) {
    return slope + sum * ofAll;
  }
}
