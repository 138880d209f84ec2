package org.clip4j.train.loss;

import java.util.Arrays;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * The matrix {@code scale * images textsT}, tile by tile, and the way of a tile's gradient back to
 * the embeddings. The bias is the loss's to add.
 */
public final class LogitTiles {

  /** Fits a processor's caches. */
  public static final int DEFAULT_EDGE = 1024;

  private final Kernels kernels;
  private final LossInputs inputs;
  private final int rows;
  private final int columns;
  private final double scale;
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
   *
   * @param arena lends the memory of one tile
   * @param edge most rows and columns of a tile, at least 1
   */
  public LogitTiles(Kernels kernels, Arena arena, LossInputs inputs, int edge) {
    this(kernels, arena, inputs, edge, 1);
  }

  /**
   * Tiles, some of which stay for a second pass.
   *
   * @param most tiles that are in memory at once
   */
  LogitTiles(Kernels kernels, Arena arena, LossInputs inputs, int edge, int most) {
    this.kernels = kernels;
    this.inputs = inputs;
    this.rows = inputs.rows();
    this.columns = inputs.batch();
    this.scale = inputs.map().scale();
    this.edge = Math.min(requireEdge(edge), columns);
    this.height = Math.min(this.edge, rows);
    long tiles = count(rows) * count(columns);
    this.places = (int) Math.min(tiles, most);
    // Where there are more, they share the last place.
    this.kept = tiles > places ? places - 1 : places;
    this.memory = arena.take(places, height * (long) this.edge);
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
    kernels.gemm(false, true, scale, images(r), texts(c), 0, logits);
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
    double[] entries = kernels.entries(images(r), texts(c), which);
    Arrays.setAll(entries, i -> scale * entries[i]);
    return entries;
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

  private Tensor images(int r) {
    return inputs.images().slice(r, rowEnd(r));
  }

  private Tensor texts(int c) {
    return inputs.texts().slice(c, columnEnd(c));
  }

  /**
   * From a tile's gradient to the embeddings': sets them in the first tiles, then adds, so that
   * every tile is to come once.
   */
  public void backward(Tensor dLogits, int r, int c, Tensor dImages, Tensor dTexts) {
    kernels.gemm(false, false, scale, dLogits, texts(c), c == 0 ? 0 : 1, ofRows(dImages, r));
    kernels.gemm(true, false, scale, dLogits, images(r), r == 0 ? 0 : 1, ofColumns(dTexts, c));
  }

  /**
   * From a tile's gradient to the embeddings', to which another loss has set its own before: adds.
   *
   * @param factor what the tile's gradient is multiplied by
   */
  void addBackward(double factor, Tensor dLogits, int r, int c, Tensor dImages, Tensor dTexts) {
    kernels.gemm(false, false, factor * scale, dLogits, texts(c), 1, ofRows(dImages, r));
    kernels.gemm(true, false, factor * scale, dLogits, images(r), 1, ofColumns(dTexts, c));
  }
}
