package org.clip4j.train;

/** Measures the rate of steps for metrics and progress; nothing else in a run looks at a clock. */
final class StepClock {

  /** How much of a new measurement goes into the running average. */
  private static final double SHARE = 0.1;

  private long last = System.nanoTime();
  private double secondsPerStep;

  /** A step has just ended: the running average of samples a second. */
  double samplesPerSecond(int batch) {
    long now = System.nanoTime();
    double seconds = (now - last) * 1e-9;
    last = now;
    secondsPerStep =
        secondsPerStep == 0 ? seconds : secondsPerStep + SHARE * (seconds - secondsPerStep);
    return batch / secondsPerStep;
  }

  /** What has passed since the last step was no step: an evaluation, a checkpoint. */
  void skip() {
    last = System.nanoTime();
  }
}
