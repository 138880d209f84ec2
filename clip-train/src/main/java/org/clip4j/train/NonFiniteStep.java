package org.clip4j.train;

/** The loss or the gradients of a step are not finite; the parameters are as they were. */
final class NonFiniteStep extends ArithmeticException {

  private static final long serialVersionUID = 1L;

  private final transient TrainStep.Result result;

  NonFiniteStep(TrainStep.Result result) {
    super(
        "The loss is "
            + result.loss()
            + " and the gradients' norm "
            + result.gradientNorm()
            + ": lower the learning rate or lengthen the warm-up");
    this.result = result;
  }

  /** What the step would have reported. */
  TrainStep.Result result() {
    return result;
  }
}
