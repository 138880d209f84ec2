package org.clip4j.core.io;

import java.util.Arrays;
import java.util.Objects;

/**
 * One tensor's place in a file.
 *
 * @param name the tensor's name
 * @param dtype type of its elements
 * @param shape sizes, outermost first; {@code []} is a scalar
 * @param begin first byte, counted from the start of the file
 * @param end byte after the last one, counted from the start of the file
 */
public record TensorInfo(String name, Dtype dtype, long[] shape, long begin, long end) {

  /** The most dimensions that ND4J's arrays have. */
  static final int MAX_RANK = 32;

  /**
   * Checks that shape, type and offsets agree.
   *
   * @throws IllegalArgumentException if they do not; the message says what was expected
   */
  public TensorInfo {
    Objects.requireNonNull(name);
    shape = shape.clone();
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "its bytes run from " + begin + " to " + end + ", expected 0 <= begin <= end");
    }
    long bytes = bytes(dtype, shape);
    if (end - begin != bytes) {
      throw new IllegalArgumentException(
          dtype
              + Arrays.toString(shape)
              + " takes "
              + bytes
              + " bytes, but its data_offsets span "
              + (end - begin));
    }
  }

  /** Sizes, outermost first. */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements; 1 for a scalar. */
  public long elements() {
    return product(shape);
  }

  /** Number of bytes in the file. */
  public long bytes() {
    return end - begin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorInfo that
        && name.equals(that.name)
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && begin == that.begin
        && end == that.end;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, dtype, Arrays.hashCode(shape), begin, end);
  }

  @Override
  public String toString() {
    return Text.quote(name) + " " + dtype + Arrays.toString(shape) + " at " + begin + ".." + end;
  }

  private static long bytes(Dtype dtype, long[] shape) {
    if (shape.length > MAX_RANK) {
      throw new IllegalArgumentException(
          "it has " + shape.length + " dimensions, expected at most " + MAX_RANK);
    }
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("its shape has a negative size, " + size);
      }
    }
    long bits;
    try {
      bits = Math.multiplyExact(product(shape), dtype.bits());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          dtype + Arrays.toString(shape) + " has more bytes than 64 bits can count", e);
    }
    if (bits % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          dtype + Arrays.toString(shape) + " does not end at a whole byte");
    }
    return bits / Byte.SIZE;
  }

  private static long product(long[] shape) {
    long n = 1;
    for (long size : shape) {
      n = Math.multiplyExact(n, size);
    }
    return n;
  }
}
