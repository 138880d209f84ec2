package org.clip4j.core.io;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies tensors of one open file into arrays. What lies in the file as it lies in memory goes
 * straight there, the rest through a small buffer that is made when needed and reused.
 */
final class TensorReader {

  private static final int WINDOW = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final int window;
  private ByteBuffer staging = ByteBuffer.allocate(0);

  TensorReader(Path file, FileChannel channel) {
    this(file, channel, WINDOW);
  }

  /**
   * A reader with small windows, so that tests have several of them.
   *
   * @param window most bytes read at once, a multiple of 8
   */
  TensorReader(Path file, FileChannel channel, int window) {
    this.file = file;
    this.channel = channel;
    this.window = window;
  }

  /** A new array with the tensor's values. */
  INDArray read(TensorInfo info) throws IOException {
    DataType type = arrayType(info);
    requireInFile(info);
    INDArray array =
        info.shape().length == 0
            ? Nd4j.createUninitializedDetached(type, 'c')
            : Nd4j.createUninitializedDetached(type, 'c', info.shape());
    try {
      fill(info, array);
    } catch (IOException | RuntimeException e) {
      array.close();
      throw e;
    }
    return array;
  }

  /** Fills an existing array with the tensor's values. */
  void readInto(TensorInfo info, INDArray dest) throws IOException {
    DataType type = arrayType(info);
    if (dest.dataType() != type || !Arrays.equals(dest.shape(), info.shape())) {
      throw SafetensorsException.tensor(
          file,
          info.name(),
          "has shape "
              + Arrays.toString(info.shape())
              + " and is read as "
              + type
              + ", expected "
              + dest.dataType()
              + Arrays.toString(dest.shape()));
    }
    if (!NativeWindow.isDense(dest)) {
      throw new IllegalArgumentException(
          "The destination of " + info + " is not row-major without gaps");
    }
    requireInFile(info);
    fill(info, dest);
  }

  /** Bytes of memory that an array of this tensor takes. */
  long arrayBytes(TensorInfo info) throws SafetensorsException {
    return info.elements() * arrayType(info).width();
  }

  private DataType arrayType(TensorInfo info) throws SafetensorsException {
    return info.dtype()
        .arrayType()
        .orElseThrow(
            () ->
                SafetensorsException.tensor(
                    file, info.name(), "is " + info.dtype() + ", which no ND4J array holds"));
  }

  private void requireInFile(TensorInfo info) throws IOException {
    long size = channel.size();
    if (info.end() > size) {
      throw SafetensorsException.tensor(
          file,
          info.name(),
          "ends at byte " + info.end() + ", but the file has " + size + ": it was cut short");
    }
  }

  private void fill(TensorInfo info, INDArray array) throws IOException {
    if (info.elements() == 0) {
      return;
    }
    NativeWindow memory = new NativeWindow(array);
    long factor = array.dataType().width() / (info.dtype().bits() / Byte.SIZE);
    for (long done = 0; done < info.bytes(); done += window) {
      int part = (int) Math.min(window, info.bytes() - done);
      ByteBuffer out = memory.at(done * factor, Math.toIntExact(part * factor));
      long position = info.begin() + done;
      switch (info.dtype()) {
        case F16 -> {
          ByteBuffer in = staged(position, part);
          while (in.hasRemaining()) {
            out.putInt(SmallFloats.halfToFloatBits(in.getShort()));
          }
        }
        case BF16 -> {
          ByteBuffer in = staged(position, part);
          while (in.hasRemaining()) {
            out.putInt(SmallFloats.bfloatToFloatBits(in.getShort()));
          }
        }
        case BOOL -> {
          // A byte that is neither 0 nor 1 is no bool to native code.
          ByteBuffer in = staged(position, part);
          while (in.hasRemaining()) {
            out.put((byte) (in.get() == 0 ? 0 : 1));
          }
        }
        default -> TensorFile.readFully(file, channel, out, position);
      }
    }
    memory.written();
    Reference.reachabilityFence(array);
  }

  private ByteBuffer staged(long position, int bytes) throws IOException {
    if (staging.capacity() < bytes) {
      staging = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    staging.clear().limit(bytes);
    TensorFile.readFully(file, channel, staging, position);
    return staging.flip();
  }
}
