package org.clip4j.train.loss;

import org.clip4j.core.tensor.Tensor;

/** Symmetric InfoNCE as its definition reads: whole matrices, plain loops, double precision. */
final class NaiveInfoNce {

  private final Tensor images;
  private final Tensor texts;
  private final double scale;
  private final int batch;
  private final int width;
  private final double[][] logits;
  private final double[][] gradient;
  private double loss;

  NaiveInfoNce(Tensor images, Tensor texts, double logScale) {
    this.images = images;
    this.texts = texts;
    this.scale = Math.exp(logScale);
    this.batch = images.rows();
    this.width = images.columns();
    this.logits = new double[batch][batch];
    this.gradient = new double[batch][batch];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        for (int d = 0; d < width; d++) {
          logits[i][j] += scale * entry(images, i, d) * entry(texts, j, d);
        }
      }
    }
    for (int i = 0; i < batch; i++) {
      double row = 0;
      double column = 0;
      for (int j = 0; j < batch; j++) {
        row += Math.exp(logits[i][j]);
        column += Math.exp(logits[j][i]);
      }
      loss += (Math.log(row) + Math.log(column) - 2 * logits[i][i]) / (2 * batch);
      for (int j = 0; j < batch; j++) {
        gradient[i][j] += Math.exp(logits[i][j]) / row / (2 * batch);
        gradient[j][i] += Math.exp(logits[j][i]) / column / (2 * batch);
      }
      gradient[i][i] -= 1.0 / batch;
    }
  }

  double loss() {
    return loss;
  }

  double dLogScale() {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        sum += gradient[i][j] * logits[i][j];
      }
    }
    return sum;
  }

  double dImage(int i, int d) {
    double sum = 0;
    for (int j = 0; j < batch; j++) {
      sum += scale * gradient[i][j] * entry(texts, j, d);
    }
    return sum;
  }

  double dText(int j, int d) {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      sum += scale * gradient[i][j] * entry(images, i, d);
    }
    return sum;
  }

  private double entry(Tensor t, int row, int column) {
    return t.get((long) row * width + column);
  }
}
