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
        if (j == i) {
          continue;
        }
        double ofRow = Math.exp(logits[i][j]) / row / (2 * batch);
        double ofColumn = Math.exp(logits[j][i]) / column / (2 * batch);
        gradient[i][j] += ofRow;
        gradient[j][i] += ofColumn;
        // What the negatives have is what the pair's softmaxes are short of 1.
        gradient[i][i] -= ofRow + ofColumn;
      }
    }
  }
}
