package org.clip4j.train.loss;

/** Distillation as its definition reads. */
final class NaiveDistillation extends NaiveLoss {

  NaiveDistillation(LossInputs student, LossInputs teacher) {
    super(student);
    double[][] wanted = logits(teacher);
    for (int i = 0; i < batch; i++) {
      direction(i, false, wanted);
      direction(i, true, wanted);
    }
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
}
