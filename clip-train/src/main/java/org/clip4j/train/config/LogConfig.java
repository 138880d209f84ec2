package org.clip4j.train.config;

/**
 * {@code log}: how often a line of metrics is written.
 *
 * @param everySteps steps between lines, 10 by default
 */
public record LogConfig(Long everySteps) {

  /** Fills in the default and checks the value. */
  public LogConfig {
    everySteps = Required.or(everySteps, 10L);
    Required.atLeast("log.every_steps", 1, everySteps);
  }
}
