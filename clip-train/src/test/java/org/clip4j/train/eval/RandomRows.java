package org.clip4j.train.eval;

import java.util.Random;

/** Embeddings drawn from a seed; with few distinct values, so that ties happen. */
final class RandomRows {

  private RandomRows() {}

  static Embeddings unit(Random random, int rows, int width) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embeddings.normalized(values, rows, width);
  }

  static Embeddings corners(Random random, int rows, int width) {
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? 1 : -1;
    }
    return Embeddings.normalized(values, rows, width);
  }
}
