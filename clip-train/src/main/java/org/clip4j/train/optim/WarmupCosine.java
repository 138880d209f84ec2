package org.clip4j.train.optim;

/**
 * Linear warm-up, then a cosine to zero (Loshchilov and Hutter 2017, arXiv:1608.03983), with
 * open_clip's counting: the first step already learns, at {@code peak / warmupSteps}.
 *
 * @param peak the learning rate after the warm-up
 * @param warmupSteps steps of the warm-up, may be 0
 * @param steps steps of the whole run
 */
public record WarmupCosine(double peak, long warmupSteps, long steps) implements Schedule {

  /** Checks the numbers; the message names the key. */
  public WarmupCosine {
    new WarmUp(peak, warmupSteps);
    if (steps < 1) {
      throw new IllegalArgumentException("A schedule needs steps of at least 1, not " + steps);
    }
  }

  @Override
  public double learningRate(long step) {
    WarmUp warmUp = new WarmUp(peak, warmupSteps);
    if (warmUp.has(step)) {
      return warmUp.learningRate(step);
    }
    double done = (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps);
    return 0.5 * (1 + StrictMath.cos(StrictMath.PI * done)) * peak;
  }
}
