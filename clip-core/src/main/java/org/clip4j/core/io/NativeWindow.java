package org.clip4j.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of a dense array seen through byte buffers: part by part, because a buffer ends at 2
 * GiB and an array does not.
 */
final class NativeWindow {

  private final INDArray array;
  private final BytePointer start;

  /** The windows of an array that {@link #isDense} and not empty. */
  NativeWindow(INDArray array) {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException("safetensors on a big-endian processor");
    }
    this.array = array;
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    // The address pointer counts a view's offset in; pointer() and address() do not.
    this.start = new BytePointer(array.data().addressPointer());
  }

  /**
   * Some bytes of the array, counted from its first element. The buffer does not keep the array
   * alive.
   */
  ByteBuffer at(long offset, int bytes) {
    return start.<BytePointer>getPointer(offset).capacity(bytes).asByteBuffer();
  }

  /** Tells the backend that the array's memory was written to. */
  void written() {
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  /** Whether the elements, if there are any, lie row by row without gaps. */
  static boolean isDense(INDArray array) {
    if (array.isEmpty()) {
      return true;
    }
    long step = 1;
    for (int d = array.rank() - 1; d >= 0; d--) {
      if (array.size(d) != 1) {
        if (array.stride(d) != step) {
          return false;
        }
        step *= array.size(d);
      }
    }
    return true;
  }
}
