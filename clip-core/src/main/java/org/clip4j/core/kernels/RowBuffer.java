package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import org.clip4j.core.tensor.Tensor;

/** A tensor's rows, copied in bulk to and from arrays; safe from several threads. */
final class RowBuffer {

  private final FloatBuffer buffer;
  private final int columns;

  RowBuffer(Tensor tensor) {
    this.buffer = tensor.floats();
    this.columns = tensor.columns();
  }

  /** Rows {@code from} on, into the calling thread's scratch. */
  float[] read(int slot, int from, int count) {
    float[] array = Scratch.local().floats(slot, count * columns);
    buffer.get(from * columns, array, 0, count * columns);
    return array;
  }

  /** Writes whole rows that follow one another. */
  void write(float[] array, int from, int count) {
    buffer.put(from * columns, array, 0, count * columns);
  }

  /**
   * Reads {@code width} columns of {@code count} rows into an array of row stride {@code stride}.
   */
  void readStrip(
      float[] array, int offset, int stride, int from, int count, int column, int width) {
    if (width == columns && stride == columns) {
      buffer.get(from * columns, array, offset, count * columns);
      return;
    }
    for (int r = 0; r < count; r++) {
      buffer.get((from + r) * columns + column, array, offset + r * stride, width);
    }
  }

  /** The reverse of {@link #readStrip}. */
  void writeStrip(
      float[] array, int offset, int stride, int from, int count, int column, int width) {
    if (width == columns && stride == columns) {
      buffer.put(from * columns, array, offset, count * columns);
      return;
    }
    for (int r = 0; r < count; r++) {
      buffer.put((from + r) * columns + column, array, offset + r * stride, width);
    }
  }

  /** All of a small tensor in an array of its own. */
  static float[] all(Tensor tensor) {
    float[] array = new float[Math.toIntExact(tensor.length())];
    tensor.floats().get(0, array, 0, array.length);
    return array;
  }

  /** Writes a whole small tensor. */
  static void put(float[] array, Tensor tensor) {
    tensor.floats().put(0, array, 0, Math.toIntExact(tensor.length()));
  }
}
