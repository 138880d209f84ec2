package org.clip4j.train.verify;

import java.util.Arrays;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Numbers and their shape, in double.
 *
 * @param shape sizes, outermost first
 * @param data row-major
 */
record Values(long[] shape, double[] data) {

  static Values of(INDArray array) {
    return new Values(array.shape(), array.length() == 0 ? new double[0] : array.data().asDouble());
  }

  static Values of(Tensor tensor) {
    // A view's own buffer begins elsewhere.
    INDArray copy = tensor.copy();
    try {
      return of(copy);
    } finally {
      copy.close();
    }
  }

  static Values of(double... list) {
    return new Values(new long[] {list.length}, list);
  }

  boolean hasShapeOf(Values other) {
    boolean bothOne = data.length == 1 && other.data.length == 1;
    return bothOne || Arrays.equals(shape, other.shape);
  }

  /** The largest difference to values of the same shape; NaN if any is NaN. */
  double largestDifference(Values other) {
    double worst = 0;
    for (int i = 0; i < data.length; i++) {
      worst = Math.max(worst, Math.abs(data[i] - other.data[i]));
    }
    return worst;
  }

  /** The largest entry by size; NaN if any is NaN. */
  double largest() {
    double largest = 0;
    for (double value : data) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
