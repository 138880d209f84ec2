package org.clip4j.core.kernels;

/**
 * The numbers of one AdamW update.
 *
 * @param learningRate this step's
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the bias-corrected second moment
 * @param weightDecay decoupled decay, 0 for none
 * @param step the update's number, from 1
 */
public record AdamWStep(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    long step) {

  /** {@code 1 - beta1^step}. */
  public double correction1() {
    return 1 - StrictMath.pow(beta1, step);
  }

  /** {@code 1 - beta2^step}. */
  public double correction2() {
    return 1 - StrictMath.pow(beta2, step);
  }
}
