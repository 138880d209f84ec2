package org.clip4j.encoders.checkpoint;

import java.nio.FloatBuffer;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** Looks for values that are no numbers. */
final class Finite {

  /** Values at a time: a buffer ends at 2 GiB. */
  private static final long WINDOW = 1 << 20;

  private Finite() {}

  /** The index of the first NaN or infinity, -1 if there is none. */
  static long firstNot(Tensor values) {
    long n = values.length();
    Tensor flat = values.reshape(n);
    for (long from = 0; from < n; from += WINDOW) {
      Tensor part = flat.slice(from, Math.min(n, from + WINDOW));
      long at = part.type() == DataType.FLOAT ? inFloats(part.floats()) : inDoubles(part);
      if (at >= 0) {
        return from + at;
      }
    }
    return -1;
  }

  private static long inFloats(FloatBuffer values) {
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static long inDoubles(Tensor values) {
    for (long i = 0; i < values.length(); i++) {
      if (!Double.isFinite(values.get(i))) {
        return i;
      }
    }
    return -1;
  }
}
