package org.clip4j.train.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Embeddings on the Java heap: n rows of d values, each row of unit length. Immutable.
 *
 * <p>They are copied out of native memory, so that a model's next batch may reuse it.
 */
public final class Embeddings {

  /** What rounding in FLOAT may leave of a row's length; anything further is not an embedding. */
  private static final double TOLERANCE = 1e-3;

  private final float[] values;
  private final int rows;
  private final int width;

  private Embeddings(float[] values, int rows, int width) {
    this.values = values;
    this.rows = rows;
    this.width = width;
  }

  /**
   * Copies the rows of a matrix.
   *
   * @param matrix [n, d], FLOAT or DOUBLE, any ordering, rows of unit length
   * @throws IllegalArgumentException if it is no such matrix, naming the first bad row
   */
  public static Embeddings of(INDArray matrix) {
    if (matrix.rank() != 2
        || (matrix.dataType() != DataType.FLOAT && matrix.dataType() != DataType.DOUBLE)) {
      throw new IllegalArgumentException(
          "Embeddings are a FLOAT or DOUBLE matrix [n, d], not "
              + matrix.dataType()
              + " "
              + Arrays.toString(matrix.shape()));
    }
    int rows = Math.toIntExact(matrix.size(0));
    int width = Math.toIntExact(matrix.size(1));
    checkSize(rows, width);
    try (INDArray dense = matrix.dup('c')) {
      return of(dense.data().asFloat(), rows, width);
    }
  }

  /**
   * Copies rows of unit length.
   *
   * @param values row-major, exactly rows x width
   * @throws IllegalArgumentException if the sizes disagree or a row is not of unit length
   */
  public static Embeddings of(float[] values, int rows, int width) {
    checkSize(rows, width);
    if (values.length != (long) rows * width) {
      throw new IllegalArgumentException(
          values.length + " values are not " + rows + " embeddings of " + width);
    }
    float[] copy = values.clone();
    for (int row = 0; row < rows; row++) {
      double length = length(copy, row, width);
      // Written so that NaN fails too.
      if (!(Math.abs(length - 1) <= TOLERANCE)) {
        throw new IllegalArgumentException(
            "Embedding "
                + row
                + " has length "
                + length
                + ", not 1: normalise the rows first, and look for a diverged model if it is NaN");
      }
    }
    return new Embeddings(copy, rows, width);
  }

  /**
   * Copies rows and scales each to unit length.
   *
   * @param values row-major, exactly rows x width
   * @throws IllegalArgumentException if a row is zero or not finite
   */
  public static Embeddings normalized(float[] values, int rows, int width) {
    checkSize(rows, width);
    if (values.length != (long) rows * width) {
      throw new IllegalArgumentException(
          values.length + " values are not " + rows + " rows of " + width);
    }
    float[] unit = new float[values.length];
    for (int row = 0; row < rows; row++) {
      double length = length(values, row, width);
      if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Row " + row + " has length " + length + " and so no direction");
      }
      for (int i = row * width; i < (row + 1) * width; i++) {
        unit[i] = (float) (values[i] / length);
      }
    }
    return new Embeddings(unit, rows, width);
  }

  /**
   * The rows of several batches, one after the other.
   *
   * @throws IllegalArgumentException if there is none or their widths differ
   */
  public static Embeddings concat(List<Embeddings> batches) {
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("No embeddings: at least one batch is needed");
    }
    int width = batches.get(0).width;
    long rows = 0;
    for (Embeddings batch : batches) {
      if (batch.width != width) {
        throw new IllegalArgumentException(
            "Embeddings of width " + batch.width + " do not go with width " + width);
      }
      rows += batch.rows;
    }
    checkSize(rows, width);
    float[] all = new float[(int) rows * width];
    int at = 0;
    for (Embeddings batch : batches) {
      System.arraycopy(batch.values, 0, all, at, batch.values.length);
      at += batch.values.length;
    }
    return new Embeddings(all, (int) rows, width);
  }

  private static void checkSize(long rows, long width) {
    if (rows < 1 || width < 1) {
      throw new IllegalArgumentException("No embeddings: " + rows + " rows of " + width);
    }
    if (rows > Integer.MAX_VALUE / width) {
      throw new IllegalArgumentException(
          rows
              + " embeddings of "
              + width
              + " do not fit one Java array: evaluate fewer at a time");
    }
  }

  private static double length(float[] values, int row, int width) {
    double squares = 0;
    for (int i = row * width; i < (row + 1) * width; i++) {
      squares += (double) values[i] * values[i];
    }
    return Math.sqrt(squares);
  }

  /** How many embeddings. */
  public int rows() {
    return rows;
  }

  /** How many values each has. */
  public int width() {
    return width;
  }

  /** A copy of one embedding. */
  public float[] row(int row) {
    float[] copy = new float[width];
    System.arraycopy(values, Math.multiplyExact(checked(row), width), copy, 0, width);
    return copy;
  }

  float value(int row, int column) {
    return values[row * width + column];
  }

  private int checked(int row) {
    return Objects.checkIndex(row, rows);
  }

  @Override
  public String toString() {
    return "Embeddings[" + rows + ", " + width + "]";
  }
}
