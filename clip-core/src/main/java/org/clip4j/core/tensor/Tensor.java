package org.clip4j.core.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense row-major view of native memory, FLOAT or DOUBLE, of any rank (a scalar has shape {@code
 * []}).
 *
 * <p>It is an {@link INDArray} in waiting: {@link #array()} gives the ND4J view of the same memory,
 * made on first use, because making one costs more than a small kernel does. The fast kernels reach
 * the memory by {@link #floats()} and {@link #pointer()}. A tensor from an {@link Arena} lives
 * until the arena's next reset.
 */
public final class Tensor {

  private static final long MAX_BUFFER = Integer.MAX_VALUE / Float.BYTES;

  private final Block block;
  private final long offset;
  private final long[] shape;
  private final long length;
  private INDArray array;
  private INDArray flat;
  private FloatBuffer floats;
  private FloatPointer pointer;

  Tensor(Block block, long offset, long[] shape) {
    this.block = block;
    this.offset = offset;
    this.shape = shape;
    this.length = product(shape);
  }

  /**
   * The tensor of an array: the same memory if the array is row-major, dense and no view of
   * another, a copy otherwise.
   *
   * @throws IllegalArgumentException if the array is neither FLOAT nor DOUBLE
   */
  public static Tensor of(INDArray array) {
    boolean plain = array.ordering() == 'c' && !array.isView() && array.elementWiseStride() == 1;
    INDArray dense = plain || array.rank() == 0 ? array : array.dup('c');
    return Block.over(dense).tensor(0, dense.shape());
  }

  /** Sizes, outermost first. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of dimensions. */
  public int rank() {
    return shape.length;
  }

  /** Size of one dimension; negative counts from the last. */
  public long size(int dimension) {
    return shape[dimension < 0 ? shape.length + dimension : dimension];
  }

  /** Number of elements. */
  public long length() {
    return length;
  }

  /** Size of the last dimension (1 for a scalar): the row that row-wise kernels work on. */
  public int columns() {
    return shape.length == 0 ? 1 : Math.toIntExact(shape[shape.length - 1]);
  }

  /** Number of rows when all dimensions but the last are folded into one. */
  public int rows() {
    int columns = columns();
    return columns == 0 ? 0 : Math.toIntExact(length / columns);
  }

  Block block() {
    return block;
  }

  long offset() {
    return offset;
  }

  /** FLOAT or DOUBLE. */
  public DataType type() {
    return block.type();
  }

  /** The ND4J view of this memory, row-major; kept after the first call. */
  public INDArray array() {
    if (array == null) {
      array = block.view(offset, shape);
    }
    return array;
  }

  /** The ND4J view as a matrix of {@link #rows()} x {@link #columns()}. */
  public INDArray matrix() {
    return shape.length == 2 ? array() : reshape(rows(), columns()).array();
  }

  /**
   * An ND4J view of some rows and columns of {@link #matrix()}, ends exclusive.
   *
   * <p>It is cut from the whole memory: ND4J 1.0.0-M2.1 gives an empty array for {@code
   * get(interval, interval)} on a view that lies further in than it is long.
   */
  public INDArray window(long fromRow, long toRow, long fromColumn, long toColumn) {
    long columns = columns();
    return block.view(
        offset + fromRow * columns + fromColumn,
        new long[] {toRow - fromRow, toColumn - fromColumn},
        new long[] {columns, 1});
  }

  /**
   * This memory as a direct buffer, FLOAT only, for absolute bulk reads and writes (those are safe
   * from several threads).
   *
   * @throws IllegalStateException for DOUBLE, or past 2 GiB, where Java's buffers end
   */
  public FloatBuffer floats() {
    if (floats == null) {
      if (length > MAX_BUFFER) {
        throw new IllegalStateException(
            "A tensor " + Arrays.toString(shape) + " is past 2 GiB: cut it into slices");
      }
      floats = block.pointer(offset).capacity(length).asBuffer();
    }
    return floats;
  }

  /** The native address, FLOAT only, for BLAS. */
  public FloatPointer pointer() {
    if (pointer == null) {
      pointer = block.pointer(offset);
    }
    return pointer;
  }

  /** The same memory under another shape of equal length. */
  public Tensor reshape(long... newShape) {
    if (product(newShape) != length) {
      throw new IllegalArgumentException(
          Arrays.toString(shape) + " cannot be seen as " + Arrays.toString(newShape));
    }
    return new Tensor(block, offset, newShape.clone());
  }

  /**
   * Rows {@code from} (inclusive) to {@code to} (exclusive) of the outermost dimension, the same
   * memory.
   */
  public Tensor slice(long from, long to) {
    if (shape.length == 0 || from < 0 || to < from || to > shape[0]) {
      throw new IllegalArgumentException(
          "Rows " + from + " to " + to + " do not lie in " + Arrays.toString(shape));
    }
    long[] part = shape.clone();
    part[0] = to - from;
    return new Tensor(block, offset + from * (length / Math.max(1, shape[0])), part);
  }

  /** One element by its flat index, for scalars, tests and messages: slow. */
  public double get(long index) {
    return type() == DataType.FLOAT ? pointer().get(index) : flat().getDouble(index);
  }

  /** Sets one element by its flat index: slow. */
  public void set(long index, double value) {
    if (type() == DataType.FLOAT) {
      pointer().put(index, (float) value);
    } else {
      flat().putScalar(index, value);
    }
  }

  /** Copies the values out of another tensor of the same length and type. */
  public void assign(Tensor source) {
    if (source.length != length || source.type() != type()) {
      throw new IllegalArgumentException("Cannot assign " + source + " to " + this);
    }
    flat().assign(source.flat());
  }

  /**
   * Copies values in, row-major.
   *
   * @param values exactly as many as this tensor has elements
   */
  public void assign(float[] values) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          values.length + " values do not fill a tensor of " + Arrays.toString(shape));
    }
    assign(values, 0);
  }

  /**
   * Copies as many values in as this tensor has elements, row-major.
   *
   * @param values from {@code offset} on at least as many
   */
  public void assign(float[] values, int offset) {
    Objects.checkFromIndexSize(offset, length, (long) values.length);
    if (type() == DataType.FLOAT) {
      pointer().put(values, offset, (int) length);
    } else {
      for (int i = 0; i < length; i++) {
        set(i, values[offset + i]);
      }
    }
  }

  /** Sets every element to zero. */
  public void zero() {
    if (type() == DataType.FLOAT) {
      Pointer.memset(pointer(), 0, length * Float.BYTES);
    } else {
      flat().assign(0);
    }
  }

  private INDArray flat() {
    if (flat == null) {
      flat = shape.length == 1 ? array() : block.view(offset, new long[] {length});
    }
    return flat;
  }

  /** A copy that owns its memory, as a plain ND4J array. */
  public INDArray copy() {
    INDArray out = Nd4j.createUninitialized(type(), shape);
    if (length > 0) {
      out.reshape(length).assign(flat());
    }
    return out;
  }

  static long product(long[] shape) {
    long n = 1;
    for (long s : shape) {
      if (s < 0) {
        throw new IllegalArgumentException("Negative size in " + Arrays.toString(shape));
      }
      n = Math.multiplyExact(n, s);
    }
    return n;
  }

  @Override
  public String toString() {
    return type() + Arrays.toString(shape);
  }
}
