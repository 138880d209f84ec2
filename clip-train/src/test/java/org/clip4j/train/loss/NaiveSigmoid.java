package org.clip4j.train.loss;

/** The sigmoid loss as its definition reads, label by label. */
final class NaiveSigmoid extends NaiveLoss {

  private double dBias;

  NaiveSigmoid(LossInputs inputs) {
    super(inputs);
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        int label = i == j ? 1 : -1;
        double right = label * (logits[i][j] + inputs.map().bias());
        loss += (Math.max(0, -right) + Math.log1p(Math.exp(-Math.abs(right)))) / batch;
        gradient[i][j] = -label / (1 + Math.exp(right)) / batch;
        dBias += gradient[i][j];
      }
    }
  }

  double dBias() {
    return dBias;
  }
}
