package org.clip4j.train;

/**
 * Follows a step over micro-batches, which may take minutes; of a step of one piece it hears the
 * loss alone.
 */
@FunctionalInterface
public interface PhaseListener {

  /** Follows nothing. */
  PhaseListener NONE = (phase, done, all) -> {};

  /**
   * A part of a step is done. What this throws ends the step, which has changed no parameter yet.
   * The loss has one part; it is told as begun behind every tile of logits, so that it can be ended
   * too.
   *
   * @param done how many parts of this phase; 0 where it begins
   * @param all how many it has
   */
  void done(StepPhase phase, int done, int all);
}
