package org.clip4j.train.config;

/**
 * {@code checkpoint}: when one is written and how many stay. The end of a run always writes one.
 *
 * @param everySteps steps between checkpoints, 1000 by default
 * @param everyMinutes minutes after which one is written behind the current step, whatever its
 *     number; none by default
 * @param keep how many of the newest stay, 2 by default
 * @param keepBest how many of those with the highest top-1 of an evaluation during training stay
 *     besides, written when they are evaluated; 0 by default
 */
public record CheckpointConfig(
    Long everySteps, Double everyMinutes, Integer keep, Integer keepBest) {

  /** Fills in the defaults and checks the values. */
  public CheckpointConfig {
    everySteps = Required.or(everySteps, 1000L);
    keep = Required.or(keep, 2);
    keepBest = Required.or(keepBest, 0);
    Required.atLeast("checkpoint.every_steps", 1, everySteps);
    Required.atLeast("checkpoint.keep", 1, keep);
    Required.atLeast("checkpoint.keep_best", 0, keepBest);
    if (everyMinutes != null) {
      Required.positive("checkpoint.every_minutes", everyMinutes);
    }
  }

  /** Every value as it is where a configuration says nothing. */
  public static CheckpointConfig defaults() {
    return new CheckpointConfig(null, null, null, null);
  }

  /** Checks that the best can be told. */
  void requireFits(EvalConfig eval) {
    if (keepBest > 0 && eval.everySteps() == 0) {
      throw new IllegalArgumentException(
          "checkpoint.keep_best is "
              + keepBest
              + ", but without eval.every_steps and eval.data nothing tells which are the best");
    }
  }
}
