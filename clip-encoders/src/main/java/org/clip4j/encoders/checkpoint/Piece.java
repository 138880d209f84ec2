package org.clip4j.encoders.checkpoint;

import java.util.Arrays;
import org.clip4j.core.tensor.Tensor;

/**
 * A tensor of a file that holds some rows of a parameter.
 *
 * @param tensor its name in the file
 * @param part which of the parts that the parameter's rows are divided into
 * @param parts number of parts
 * @param transposed whether the file has rows and columns exchanged
 */
record Piece(String tensor, int part, int parts, boolean transposed) {

  /** All of the parameter, as it is. */
  static Piece whole(String tensor) {
    return new Piece(tensor, 0, 1, false);
  }

  /** All of the parameter, a matrix, with rows and columns exchanged. */
  static Piece transposed(String tensor) {
    return new Piece(tensor, 0, 1, true);
  }

  /** The shape in the file. */
  long[] shape(long[] parameter) {
    long[] shape = parameter.clone();
    if (parts > 1) {
      shape[0] /= parts;
    }
    return transposed ? new long[] {shape[1], shape[0]} : shape;
  }

  /** The parameter's rows, the same memory. */
  Tensor of(Tensor value) {
    if (parts == 1) {
      return value;
    }
    long rows = value.size(0) / parts;
    return value.slice(part * rows, (part + 1) * rows);
  }

  /** Whether a file's shape is the expected one; a scalar may be a vector of one. */
  boolean fits(long[] found, long[] parameter) {
    boolean bothSingle = parameter.length == 0 && Arrays.equals(found, new long[] {1});
    return bothSingle || Arrays.equals(found, shape(parameter));
  }
}
