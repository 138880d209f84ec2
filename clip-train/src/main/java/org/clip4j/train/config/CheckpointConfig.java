package org.clip4j.train.config;

/**
 * {@code checkpoint}: when one is written and how many stay. The end of a run always writes one.
 *
 * @param everySteps steps between checkpoints, 1000 by default
 * @param keep how many of the newest stay, 2 by default
 */
public record CheckpointConfig(Long everySteps, Integer keep) {

  /** Fills in the defaults and checks the values. */
  public CheckpointConfig {
    everySteps = Required.or(everySteps, 1000L);
    keep = Required.or(keep, 2);
    Required.atLeast("checkpoint.every_steps", 1, everySteps);
    Required.atLeast("checkpoint.keep", 1, keep);
  }
}
