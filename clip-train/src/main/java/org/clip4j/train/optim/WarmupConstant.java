package org.clip4j.train.optim;

/**
 * Linear warm-up, then the same to the end: open_clip's {@code const}.
 *
 * @param peak the learning rate after the warm-up
 * @param warmupSteps steps of the warm-up, may be 0
 */
public record WarmupConstant(double peak, long warmupSteps) implements Schedule {

  /** Checks the numbers; the message names the key. */
  public WarmupConstant {
    new WarmUp(peak, warmupSteps);
  }

  @Override
  public double learningRate(long step) {
    WarmUp warmUp = new WarmUp(peak, warmupSteps);
    return warmUp.has(step) ? warmUp.learningRate(step) : peak;
  }
}
