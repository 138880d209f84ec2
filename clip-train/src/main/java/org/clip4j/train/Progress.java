package org.clip4j.train;

/**
 * Follows a run, to show it: a progress bar, a test. It sees numbers only and cannot change them.
 */
@FunctionalInterface
public interface Progress {

  /** Shows nothing. */
  Progress NONE = (step, loss, samplesPerSecond) -> {};

  /** A run begins behind {@code step} (0 for a new one) and is to make {@code steps} in all. */
  default void begin(long step, long steps) {}

  /** A step is done. */
  void step(long step, double loss, double samplesPerSecond);

  /**
   * A part of a running step is done, where the step goes over micro-batches; see {@link
   * PhaseListener#done}.
   */
  default void within(StepPhase phase, int done, int all) {}

  /** A held-out evaluation is done. */
  default void evaluated(long step, double top1, double top5) {}
}
