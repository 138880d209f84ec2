package org.clip4j.train.loss;

/** Symmetric InfoNCE as its definition reads. */
final class NaiveInfoNce extends NaiveLoss {

  NaiveInfoNce(LossInputs inputs) {
    super(inputs);
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
}
