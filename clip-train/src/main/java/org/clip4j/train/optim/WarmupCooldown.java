package org.clip4j.train.optim;

/**
 * Linear warm-up, then the same, then down along a power of what is left of the run: open_clip's
 * {@code const-cooldown}.
 *
 * @param peak the learning rate after the warm-up
 * @param warmupSteps steps of the warm-up, may be 0
 * @param steps steps of the whole run
 * @param cooldownSteps the last steps, in which it falls
 * @param power 1 for a straight line
 * @param end where it would be behind the last step
 */
public record WarmupCooldown(
    double peak, long warmupSteps, long steps, long cooldownSteps, double power, double end)
    implements Schedule {

  /** Checks the numbers; the message names the key. */
  public WarmupCooldown {
    new WarmUp(peak, warmupSteps);
    if (cooldownSteps < 1 || cooldownSteps > steps) {
      throw new IllegalArgumentException(
          "cooldown_steps is to be at least 1 and at most the steps of the run, "
              + steps
              + ", not "
              + cooldownSteps);
    }
    if (!(power > 0) || !(end >= 0)) {
      throw new IllegalArgumentException(
          "cooldown_power is to be positive and cooldown_end_lr 0 or more, not "
              + power
              + " and "
              + end);
    }
  }

  @Override
  public double learningRate(long step) {
    WarmUp warmUp = new WarmUp(peak, warmupSteps);
    if (warmUp.has(step)) {
      return warmUp.learningRate(step);
    }
    long begin = steps - cooldownSteps;
    if (step < begin) {
      return peak;
    }
    double left = 1 - (double) (step - begin) / cooldownSteps;
    return StrictMath.pow(left, power) * (peak - end) + end;
  }
}
