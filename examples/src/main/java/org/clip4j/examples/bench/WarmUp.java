package org.clip4j.examples.bench;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long something runs before it is timed.
 *
 * @param times it runs at least so often
 * @param seconds and at least so long
 */
public record WarmUp(int times, double seconds) {

  /** Enough for the compiler to be done with what runs often, however short one run is. */
  public static final WarmUp DEFAULT = new WarmUp(2, 5);

  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  /** Exactly so often, however long it takes. */
  public static WarmUp ofTimes(int times) {
    return new WarmUp(times, 0);
  }

  /** Runs it. */
  public void run(Runnable work) {
    log.info("Warming up: {} times and {} s at least", times, seconds);
    long begun = System.nanoTime();
    for (int i = 0; i < times || (System.nanoTime() - begun) * 1e-9 < seconds; i++) {
      work.run();
    }
  }
}
