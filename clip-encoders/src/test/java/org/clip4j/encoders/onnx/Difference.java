package org.clip4j.encoders.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How far features lie apart. */
final class Difference {

  private Difference() {}

  /** The largest difference of two entries. */
  static double largest(INDArray expected, float[][] actual) {
    assertEquals(expected.rows(), actual.length);
    double largest = 0;
    for (int r = 0; r < actual.length; r++) {
      assertEquals(expected.columns(), actual[r].length);
      for (int c = 0; c < actual[r].length; c++) {
        double difference = Math.abs(expected.getDouble(r, c) - actual[r][c]);
        // Not Math.max alone: a NaN is to fail.
        largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, difference);
      }
    }
    return largest;
  }

  /** Fails if two entries lie further apart than allowed, or one is no number. */
  static void assertNear(INDArray expected, float[][] actual, double allowed) {
    assertEquals(0, largest(expected, actual), allowed);
  }
}
