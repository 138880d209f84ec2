package org.clip4j.train.loss;

import org.clip4j.core.tensor.Tensor;

/** The sigmoid loss as its definition reads: label by label, plain loops, double precision. */
final class NaiveSigmoid {

  private final Tensor images;
  private final Tensor texts;
  private final LogitMap map;
  private final int batch;
  private final int width;

  NaiveSigmoid(Tensor images, Tensor texts, LogitMap map) {
    this.images = images;
    this.texts = texts;
    this.map = map;
    this.batch = images.rows();
    this.width = images.columns();
  }

  double loss() {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        sum -= Math.log(sigmoid(label(i, j) * logit(i, j)));
      }
    }
    return sum / batch;
  }

  double dLogScale() {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        sum += gradient(i, j) * map.scale() * similarity(i, j);
      }
    }
    return sum;
  }

  double dBias() {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        sum += gradient(i, j);
      }
    }
    return sum;
  }

  double dImage(int i, int d) {
    double sum = 0;
    for (int j = 0; j < batch; j++) {
      sum += map.scale() * gradient(i, j) * entry(texts, j, d);
    }
    return sum;
  }

  double dText(int j, int d) {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      sum += map.scale() * gradient(i, j) * entry(images, i, d);
    }
    return sum;
  }

  /** Of the loss with respect to a logit: {@code -label * (1 - sigmoid(label * logit)) / batch}. */
  private double gradient(int i, int j) {
    return -label(i, j) * sigmoid(-label(i, j) * logit(i, j)) / batch;
  }

  private static int label(int i, int j) {
    return i == j ? 1 : -1;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private double logit(int i, int j) {
    return map.scale() * similarity(i, j) + map.bias();
  }

  private double similarity(int i, int j) {
    double sum = 0;
    for (int d = 0; d < width; d++) {
      sum += entry(images, i, d) * entry(texts, j, d);
    }
    return sum;
  }

  private double entry(Tensor t, int row, int column) {
    return t.get((long) row * width + column);
  }
}
