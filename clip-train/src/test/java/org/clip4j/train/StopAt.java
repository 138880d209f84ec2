package org.clip4j.train;

/** Asks a trainer to stop behind a step, or within the one that follows it, as Ctrl-C does. */
final class StopAt implements Progress {
  private final long at;
  private final StepPhase within;
  private long steps;
  private Trainer trainer;

  private StopAt(long at, StepPhase within) {
    this.at = at;
    this.within = within;
  }

  /** Behind a step. */
  static StopAt step(long at) {
    return new StopAt(at, null);
  }

  /** In the step behind one, when the first part of a phase is done. */
  static StopAt within(long behind, StepPhase phase) {
    return new StopAt(behind, phase);
  }

  /** Whom to ask; set once there is a trainer that reports here. */
  void asks(Trainer whom) {
    trainer = whom;
  }

  @Override
  public void step(long step, double loss, double samplesPerSecond) {
    steps = step;
    if (within == null && step == at) {
      trainer.requestStop();
    }
  }

  @Override
  public void within(StepPhase phase, int done, int all) {
    if (phase == within && steps == at && done == 1) {
      trainer.requestStop();
    }
  }
}
