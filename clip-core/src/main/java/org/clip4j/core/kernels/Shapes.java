package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Checks of what a kernel is given, with messages that name the kernel, the tensor and the shape.
 */
final class Shapes {

  private Shapes() {}

  /** Refuses tensors that are not FLOAT. */
  static void requireFloat(String kernel, Tensor... tensors) {
    for (Tensor t : tensors) {
      if (t.type() != DataType.FLOAT) {
        throw new IllegalArgumentException(
            kernel + ": the CPU kernels compute FLOAT, not " + t + "; take Nd4jKernels");
      }
    }
  }

  /** Refuses tensors of different numbers of elements, or not FLOAT. */
  static void requireSameLength(String kernel, Tensor... tensors) {
    requireFloat(kernel, tensors);
    for (Tensor t : tensors) {
      require(t.length() == tensors[0].length(), kernel, "equally many elements", tensors);
    }
  }

  /** Refuses tensors of different rows or columns, or not FLOAT. */
  static void requireSameMatrix(String kernel, Tensor... tensors) {
    requireSameLength(kernel, tensors);
    for (Tensor t : tensors) {
      require(t.columns() == tensors[0].columns(), kernel, "the same rows and columns", tensors);
    }
  }

  /** Refuses a tensor that does not have that many elements, or is not FLOAT. */
  static void requireLength(String kernel, String what, Tensor tensor, long length) {
    requireFloat(kernel, tensor);
    if (tensor.length() != length) {
      throw new IllegalArgumentException(
          kernel + ": " + what + " needs " + length + " elements, not " + tensor);
    }
  }

  /** Refuses an array of another length. */
  static void requireLength(String kernel, String what, double[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          kernel + ": " + what + " needs " + length + " elements, not " + values.length);
    }
  }

  /** Refuses a tensor whose rows and columns are others, or that is not FLOAT. */
  static void requireMatrix(String kernel, String what, Tensor tensor, long rows, long columns) {
    requireFloat(kernel, tensor);
    if (tensor.columns() != columns || tensor.length() != rows * columns) {
      throw new IllegalArgumentException(
          kernel + ": " + what + " needs " + rows + " rows of " + columns + ", not " + tensor);
    }
  }

  private static void require(boolean holds, String kernel, String what, Tensor... tensors) {
    if (!holds) {
      throw new IllegalArgumentException(
          kernel + ": " + Arrays.toString(tensors) + " need " + what);
    }
  }
}
