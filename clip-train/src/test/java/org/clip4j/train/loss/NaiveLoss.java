package org.clip4j.train.loss;

import org.clip4j.core.tensor.Tensor;

/** A loss over the whole matrix of logits, in plain loops and double precision. */
abstract class NaiveLoss {

  private final LossInputs inputs;
  private final double scale;
  final int batch;
  final double[][] logits;

  /** Of the loss by each logit, filled in by the loss. */
  final double[][] gradient;

  double loss;

  NaiveLoss(LossInputs inputs) {
    this.inputs = inputs;
    this.scale = inputs.map().scale();
    this.batch = inputs.batch();
    this.logits = logits(inputs);
    this.gradient = new double[batch][batch];
  }

  static double[][] logits(LossInputs of) {
    double[][] all = new double[of.batch()][of.batch()];
    for (int i = 0; i < of.batch(); i++) {
      for (int j = 0; j < of.batch(); j++) {
        for (int d = 0; d < of.images().columns(); d++) {
          all[i][j] += of.map().scale() * entry(of.images(), i, d) * entry(of.texts(), j, d);
        }
      }
    }
    return all;
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

  /** What {@link #dLogScale} adds up, without signs. */
  double scaleTerms() {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        sum += Math.abs(gradient[i][j] * logits[i][j]);
      }
    }
    return sum;
  }

  double dImage(int i, int d) {
    double sum = 0;
    for (int j = 0; j < batch; j++) {
      sum += scale * gradient[i][j] * entry(inputs.texts(), j, d);
    }
    return sum;
  }

  double dText(int j, int d) {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      sum += scale * gradient[i][j] * entry(inputs.images(), i, d);
    }
    return sum;
  }

  private static double entry(Tensor t, int row, int column) {
    return t.get((long) row * t.columns() + column);
  }
}
