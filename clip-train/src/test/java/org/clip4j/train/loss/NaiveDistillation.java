package org.clip4j.train.loss;

import org.clip4j.core.tensor.Tensor;

/** Distillation as its definition reads: whole matrices, plain loops, double precision. */
final class NaiveDistillation {

  private final Tensor images;
  private final Tensor texts;
  private final double scale;
  private final int batch;
  private final double[][] logits;
  private final double[][] gradient;
  private double loss;

  NaiveDistillation(LossInputs student, LossInputs teacher) {
    this.images = student.images();
    this.texts = student.texts();
    this.scale = student.map().scale();
    this.batch = student.batch();
    this.logits = logits(student);
    this.gradient = new double[batch][batch];
    double[][] wanted = logits(teacher);
    for (int i = 0; i < batch; i++) {
      direction(i, false, wanted);
      direction(i, true, wanted);
    }
  }

  private double[][] logits(LossInputs of) {
    double[][] all = new double[batch][batch];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        for (int d = 0; d < of.images().columns(); d++) {
          all[i][j] += of.map().scale() * entry(of.images(), i, d) * entry(of.texts(), j, d);
        }
      }
    }
    return all;
  }

  /** The cross-entropy along one row, or one column. */
  private void direction(int line, boolean column, double[][] wanted) {
    double own = 0;
    double theirs = 0;
    for (int k = 0; k < batch; k++) {
      own += Math.exp(column ? logits[k][line] : logits[line][k]);
      theirs += Math.exp(column ? wanted[k][line] : wanted[line][k]);
    }
    for (int k = 0; k < batch; k++) {
      int i = column ? k : line;
      int j = column ? line : k;
      double teacher = Math.exp(wanted[i][j]) / theirs;
      loss -= teacher * (logits[i][j] - Math.log(own)) / (2 * batch);
      gradient[i][j] += (Math.exp(logits[i][j]) / own - teacher) / (2 * batch);
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

  private static double entry(Tensor t, int row, int column) {
    return t.get((long) row * t.columns() + column);
  }
}
