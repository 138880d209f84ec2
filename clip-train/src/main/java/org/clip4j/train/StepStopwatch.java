package org.clip4j.train;

import java.util.function.Supplier;

/** Times the phases of a step. What is computed does not depend on it. */
final class StepStopwatch {

  private long last = System.nanoTime();
  private double waited;

  /** Seconds since it was made or asked last, but for what was waited. */
  double lap() {
    long now = System.nanoTime();
    double seconds = (now - last) * 1e-9;
    last = now;
    return seconds;
  }

  /** Takes what comes with the data, and counts the time apart. */
  <T> T awaiting(Supplier<T> data) {
    long begun = System.nanoTime();
    T taken = data.get();
    long took = System.nanoTime() - begun;
    waited += took * 1e-9;
    last += took;
    return taken;
  }

  /** Seconds waited for data so far. */
  double waited() {
    return waited;
  }
}
