package org.clip4j.train.loss;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.clip4j.core.tensor.Tensor;

/**
 * The logits of the pairs, kept apart from those of their negatives, and what losses over softmaxes
 * make of the two.
 */
final class PairLogits {

  /** In a pair's place while negatives are summed: a finite number whose exponential is 0. */
  static final double NOTHING = -1e30;

  private final int first;
  private final double[] ofColumns;
  private double[] rowNegatives;
  private double[] columnNegatives;
  private final double[] rowSums;
  private final double[] columnSums;

  /**
   * Of some rows of a batch.
   *
   * @param first the column that pairs with row 0
   */
  PairLogits(int rows, int first, int batch) {
    this.first = first;
    this.rowSums = new double[rows];
    this.ofColumns = new double[batch];
    this.columnSums = new double[batch];
    // What other machines know.
    Arrays.fill(ofColumns, Double.NEGATIVE_INFINITY);
  }

  /** Work on a pair in a tile. */
  @FunctionalInterface
  private interface PairWork {
    void run(int row, int at);
  }

  private static void each(Tensor tile, int row, int pairOffset, PairWork work) {
    int end = (int) Math.min(tile.rows(), (long) tile.columns() - pairOffset);
    for (int r = Math.max(0, -pairOffset); r < end; r++) {
      work.run(row + r, r * tile.columns() + r + pairOffset);
    }
  }

  /** Keeps the logits of a tile's pairs, in double, and puts nothing in their place. */
  void takeOut(LogitTiles tiles, Tensor tile, int r, int c) {
    IntStream.Builder places = IntStream.builder();
    each(tile, r, tiles.pairOffset(r, c), (row, at) -> places.add(at));
    int[] which = places.build().toArray();
    double[] logits = tiles.entries(r, c, which);
    for (int i = 0; i < which.length; i++) {
      ofColumns[c + which[i] % tile.columns()] = logits[i];
      tile.set(which[i], NOTHING);
    }
  }

  /**
   * Brings pairs and negatives together, of all machines, once all tiles were seen.
   *
   * @param added what was added to all logits here, which other machines do not know
   */
  void meet(LogSumExps negatives, ColumnExchange exchange, double added) {
    int batch = ofColumns.length;
    // One message for both: of the columns first the negatives, then the pairs.
    double[] known = Arrays.copyOf(negatives.columns(), 2 * batch);
    System.arraycopy(ofColumns, 0, known, batch, batch);
    Arrays.setAll(known, i -> known[i] - added);
    // The answer is not ours alone to change.
    double[] all = Arrays.stream(exchange.merge(known)).map(sum -> sum + added).toArray();
    if (all.length != known.length) {
      throw new IllegalArgumentException(
          "The exchange of columns answered "
              + all.length
              + " sums where it was given "
              + known.length);
    }
    rowNegatives = negatives.rows();
    columnNegatives = Arrays.copyOf(all, batch);
    Arrays.setAll(rowSums, r -> LogSumExps.merge(rowNegatives[r], ofColumns[first + r]));
    Arrays.setAll(columnSums, c -> LogSumExps.merge(all[c], all[batch + c]));
  }

  /** The logit of a row's pair. */
  double ofRow(int row) {
    return ofColumns[first + row];
  }

  /** The log-sum-exps of the negatives of the rows. */
  double[] rowNegatives() {
    return rowNegatives;
  }

  /** The log-sum-exps of the negatives of all columns. */
  double[] columnNegatives() {
    return columnNegatives;
  }

  /** The log-sum-exps of the rows, pairs and negatives together. */
  double[] rowSums() {
    return rowSums;
  }

  /** The log-sum-exps of all columns, pairs and negatives together. */
  double[] columnSums() {
    return columnSums;
  }

  /** The cross-entropies of the rows here, along rows and along columns, summed. */
  double loss() {
    double sum = 0;
    for (int r = 0; r < rowNegatives.length; r++) {
      int c = first + r;
      sum += crossEntropy(rowNegatives[r], ofColumns[c]);
      sum += crossEntropy(columnNegatives[c], ofColumns[c]);
    }
    return sum;
  }

  /** The cross-entropy of a softmax, given its negatives' log-sum-exp and its pair's logit. */
  static double crossEntropy(double negatives, double pair) {
    double above = negatives - pair;
    // With an infinite logit there is no loss: it is not a number.
    return 0 * pair + Math.max(0, above) + StrictMath.log1p(StrictMath.exp(-Math.abs(above)));
  }

  /**
   * The cross-entropies of the rows here against another model's softmaxes, along rows and along
   * columns, summed; without {@code - sum p l} over negatives, of that model's softmax {@code p}
   * and of the logits {@code l} here.
   */
  double crossEntropies(PairLogits wanted) {
    double sum = 0;
    for (int r = 0; r < rowNegatives.length; r++) {
      int c = first + r;
      double pair = ofColumns[c];
      double missed = missed(wanted.rowNegatives[r], wanted.ofColumns[c]);
      sum += (1 - missed) * crossEntropy(rowNegatives[r], pair) + missed * rowSums[r];
      missed = missed(wanted.columnNegatives[c], wanted.ofColumns[c]);
      sum += (1 - missed) * crossEntropy(columnNegatives[c], pair) + missed * columnSums[c];
    }
    return sum;
  }

  /** Puts a value for each pair of a tile in its place. */
  static void put(Tensor tile, int row, int pairOffset, IntToDoubleFunction ofRow) {
    each(tile, row, pairOffset, (r, at) -> tile.set(at, ofRow.applyAsDouble(r)));
  }

  /** The shares of the negatives in a pair's two softmaxes: 2 less the pair's. */
  double missed(int row) {
    int c = first + row;
    return missed(rowNegatives[row], ofColumns[c]) + missed(columnNegatives[c], ofColumns[c]);
  }

  /** The share of the negatives in a softmax. */
  static double missed(double negatives, double pair) {
    return 1 / (1 + StrictMath.exp(pair - negatives));
  }
}
