package org.clip4j.core.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One owned piece of native memory: a flat {@code INDArray} that tensors are cut from.
 *
 * <p>Closing it frees the memory at once; tensors cut from it must not be used afterwards.
 */
public final class Block implements AutoCloseable {

  private final INDArray flat;
  private final Pointer memory;
  private final long length;
  private final DataType type;
  private boolean closed;

  private Block(INDArray flat, boolean owned) {
    this(flat, null, owned);
  }

  /**
   * @param memory under the array, if the array does not free it itself; else null
   */
  private Block(INDArray flat, Pointer memory, boolean owned) {
    this.flat = flat;
    this.memory = memory;
    this.length = flat.length();
    this.type = flat.dataType();
    this.closed = !owned;
  }

  /**
   * Allocates memory, filled with zeros.
   *
   * @param type FLOAT or DOUBLE
   * @param length number of elements, at least 1
   * @throws OutOfMemoryError if JavaCPP's limits do not leave room; the message names the flag to
   *     raise
   */
  public static Block allocate(DataType type, long length) {
    requirePossible(type, length);
    return new Block(Nd4j.zeros(type, length), true);
  }

  /**
   * Allocates memory as {@link #allocate} does, contents undefined. On a CPU what is never written
   * takes no room in the machine; ND4J's own arrays are written when they are made.
   */
  static Block uninitialized(DataType type, long length) {
    requirePossible(type, length);
    if (!Nd4j.getEnvironment().isCPU()) {
      return new Block(Nd4j.createUninitialized(type, length), true);
    }
    Pointer memory = type == DataType.FLOAT ? new FloatPointer(length) : new DoublePointer(length);
    DataBuffer buffer = Nd4j.createBuffer(memory, length, type);
    return new Block(
        Nd4j.create(buffer, new long[] {length}, new long[] {1}, 0, 'c'), memory, true);
  }

  private static void requirePossible(DataType type, long length) {
    requireFloating(type);
    if (length < 1) {
      throw new IllegalArgumentException("A block needs at least one element, not " + length);
    }
    requireRoom(Math.multiplyExact(length, type.width()));
  }

  /**
   * Wraps a row-major, contiguous array without copying it; closing the block leaves the array
   * alone.
   */
  static Block over(INDArray array) {
    requireFloating(array.dataType());
    return new Block(array, false);
  }

  /** Number of elements. */
  public long length() {
    return length;
  }

  /** FLOAT or DOUBLE. */
  public DataType type() {
    return type;
  }

  /**
   * A view of part of this block.
   *
   * @param offset first element
   * @param shape sizes; the product must fit behind {@code offset}
   */
  public Tensor tensor(long offset, long... shape) {
    long size = Tensor.product(shape);
    if (offset < 0 || size > length - offset) {
      throw new IllegalArgumentException(
          "A tensor "
              + Arrays.toString(shape)
              + " at "
              + offset
              + " does not fit a block of "
              + length
              + " elements");
    }
    return new Tensor(this, offset, shape.clone());
  }

  INDArray view(long offset, long[] shape) {
    if (offset == 0 && Arrays.equals(shape, flat.shape())) {
      return flat;
    }
    long[] stride = new long[shape.length];
    long step = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      stride[d] = step;
      step *= shape[d];
    }
    return view(offset, shape, stride);
  }

  INDArray view(long offset, long[] shape, long[] stride) {
    return Nd4j.create(flat.data(), shape, stride, flat.offset() + offset, 'c');
  }

  FloatPointer pointer(long offset) {
    if (type != DataType.FLOAT) {
      throw new IllegalStateException("Only FLOAT memory has a float pointer, this is " + type);
    }
    return new FloatPointer(flat.data().addressPointer()).getPointer(offset);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      flat.close();
      if (memory != null) {
        memory.close();
      }
    }
  }

  private static void requireFloating(DataType type) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("Tensors are FLOAT or DOUBLE, not " + type);
    }
  }

  /**
   * ND4J's own memory is not in JavaCPP's count of bytes: what stops its allocation is the
   * process's size against {@code maxPhysicalBytes}.
   */
  private static void requireRoom(long bytes) {
    requireRoom(bytes, Pointer.physicalBytes(), Pointer.maxPhysicalBytes(), "maxPhysicalBytes");
    requireRoom(bytes, Pointer.totalBytes(), Pointer.maxBytes(), "maxBytes");
  }

  private static void requireRoom(long bytes, long used, long max, String limit) {
    if (max > 0 && used + bytes > max) {
      throw new OutOfMemoryError(
          String.format(
              "%,d bytes of native memory are wanted, %,d are in use and the limit is %,d: raise it"
                  + " with -Dorg.bytedeco.javacpp.%s=%d",
              bytes, used, max, limit, used + 2 * bytes));
    }
  }
}
