package org.clip4j.train.optim;

/**
 * A linear warm-up: the first step already learns, at {@code peak / steps}.
 *
 * @param peak the learning rate after it
 * @param steps how many, may be 0
 */
record WarmUp(double peak, long steps) {

  /** Checks the numbers; the message names the key. */
  WarmUp {
    if (!(peak > 0) || steps < 0) {
      throw new IllegalArgumentException(
          "A schedule needs a positive lr and warmup_steps of at least 0, not "
              + peak
              + " and "
              + steps);
    }
  }

  /** Whether a step, counted from 0, is one of them. */
  boolean has(long step) {
    return step < steps;
  }

  /** The learning rate of one of them. */
  double learningRate(long step) {
    return peak * (step + 1) / steps;
  }
}
