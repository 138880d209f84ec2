package org.clip4j.train;

/** Times the phases of a step. What is computed does not depend on it. */
final class StepStopwatch {

  private long last = System.nanoTime();

  /** Seconds since it was made or asked last. */
  double lap() {
    long now = System.nanoTime();
    double seconds = (now - last) * 1e-9;
    last = now;
    return seconds;
  }
}
