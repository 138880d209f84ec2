package org.clip4j.train.loss;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * The matrix {@code scale * images textsT}, tile by tile, and the way of a tile's gradient back to
 * the embeddings. Both go around the embeddings' means, so that little is rounded where embeddings
 * are alike.
 */
public final class LogitTiles {

  /** Fits a processor's caches. */
  public static final int DEFAULT_EDGE = 1024;

  private final LossInputs inputs;
  private final CentredLogits centred;
  private final int rows;
  private final int columns;
  private final int edge;
  private final int height;
  private final int places;
  private final int kept;
  private final Tensor memory;

  /** Work on the tile whose first row and column these are. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Visits a tile.
     *
     * @param row its first row, counted from the first picture here
     * @param column its first column, counted from the first caption of the batch
     */
    void visit(int row, int column);
  }

  /**
   * Tiles over some rows and all columns of a batch's logits, each in the place of the one before.
   * The bias is the loss's to add.
   *
   * @param arena lends the memory of one tile, and of the embeddings that it takes
   * @param edge most rows and columns of a tile, at least 1
   */
  public LogitTiles(Kernels kernels, Arena arena, LossInputs inputs, int edge) {
    this(kernels, arena, inputs, edge, 1, ofAll -> ofAll);
  }

  /**
   * Tiles, some of which stay for a second pass, of logits to which a number is added.
   *
   * @param most tiles that are in memory at once
   * @param level what becomes of the part that all logits share
   */
  LogitTiles(
      Kernels kernels,
      Arena arena,
      LossInputs inputs,
      int edge,
      int most,
      DoubleUnaryOperator level) {
    this.inputs = inputs;
    this.rows = inputs.rows();
    this.columns = inputs.batch();
    this.edge = Math.min(requireEdge(edge), columns);
    this.height = Math.min(this.edge, rows);
    long tiles = count(rows) * count(columns);
    this.places = (int) Math.min(tiles, most);
    // Where there are more, they share the last place.
    this.kept = tiles > places ? places - 1 : places;
    this.memory = arena.take(places, height * (long) this.edge);
    this.centred = new CentredLogits(kernels, arena, inputs, height, this.edge, level);
  }

  /**
   * Checks a tile's edge.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static int requireEdge(int edge) {
    if (edge < 1) {
      throw new IllegalArgumentException("A tile has at least one row, not " + edge);
    }
    return edge;
  }

  /** Most rows and columns of a tile. */
  public int edge() {
    return edge;
  }

  private long count(int length) {
    return (length + (long) edge - 1) / edge;
  }

  private long number(int r, int c) {
    return r / edge * count(columns) + c / edge;
  }

  /**
   * Visits every tile, one row of tiles after another.
   *
   * <p>Behind each, tells the inputs' listener, which may end the pass.
   *
   * @param pass what is done, for a line in the log where it takes long
   */
  public void forEach(String pass, Visitor visitor) {
    PassProgress progress = new PassProgress(pass, rows);
    for (int r = 0; r < rows; r += edge) {
      for (int c = 0; c < columns; c += edge) {
        visitor.visit(r, c);
        inputs.listener().tileDone();
      }
      progress.done(rowEnd(r));
    }
  }

  private int rowEnd(int start) {
    return (int) Math.min(rows, (long) start + edge);
  }

  private int columnEnd(int start) {
    return (int) Math.min(columns, (long) start + edge);
  }

  /** Computes a tile, [at most edge, at most edge]; the one before is gone. */
  public Tensor logits(int r, int c) {
    Tensor logits = place(r, c);
    centred.compute(tile(r, c), logits);
    return logits;
  }

  /** A tile that was computed before: as it stayed, else computed anew. */
  Tensor logitsAgain(int r, int c) {
    return stays(r, c) ? place(r, c) : logits(r, c);
  }

  /** Whether a tile that was computed is there again as it was left. */
  boolean stays(int r, int c) {
    return number(r, c) < kept;
  }

  /**
   * Some logits of a tile in double.
   *
   * @param which of each its place in the tile, row by row
   */
  double[] entries(int r, int c, int[] which) {
    return centred.entries(tile(r, c), which);
  }

  private Tensor place(int r, int c) {
    long at = Math.min(number(r, c), places - 1);
    int rowsHere = rowEnd(r) - r;
    int columnsHere = columnEnd(c) - c;
    return memory
        .slice(at, at + 1)
        .reshape(height * (long) edge)
        .slice(0, (long) rowsHere * columnsHere)
        .reshape(rowsHere, columnsHere);
  }

  /** The column of a tile that pairs with its row 0; it may lie outside the tile. */
  public int pairOffset(int r, int c) {
    return inputs.first() + r - c;
  }

  /** The entries of a vector with one for each row that belong to a tile. */
  public Tensor ofRows(Tensor vector, int r) {
    return vector.slice(r, rowEnd(r));
  }

  /** The entries of a vector with one for each column that belong to a tile. */
  public Tensor ofColumns(Tensor vector, int c) {
    return vector.slice(c, columnEnd(c));
  }

  double[] ofRows(double[] vector, int r) {
    return Arrays.copyOfRange(vector, r, rowEnd(r));
  }

  double[] ofColumns(double[] vector, int c) {
    return Arrays.copyOfRange(vector, c, columnEnd(c));
  }

  private Tile tile(int r, int c) {
    return new Tile(r, rowEnd(r), c, columnEnd(c));
  }

  /**
   * From a tile's gradient to the embeddings': sets them in the first tiles, then adds, so that
   * every tile is to come once, in the order of {@link #forEach}. They are whole behind the last.
   */
  public void backward(Tensor dLogits, int r, int c, Tensor dImages, Tensor dTexts) {
    centred.backward(1, false, dLogits, tile(r, c), dImages, dTexts);
  }

  /**
   * From a tile's gradient to the embeddings', to which another loss has set its own before: adds.
   *
   * @param factor what the tile's gradient is multiplied by
   */
  void addBackward(double factor, Tensor dLogits, int r, int c, Tensor dImages, Tensor dTexts) {
    centred.backward(factor, true, dLogits, tile(r, c), dImages, dTexts);
  }

  /** The logits as they are here, and their gradients' sums. */
  CentredLogits centred() {
    return centred;
  }
}
