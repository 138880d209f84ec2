package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StepStopwatchTest {

  @Test
  void whatIsWaitedForIsInNoLap() {
    long begun = System.nanoTime();
    StepStopwatch watch = new StepStopwatch();
    String taken =
        watch.awaiting(
            () -> {
              long until = System.nanoTime() + 30_000_000;
              while (System.nanoTime() < until) {
                Thread.onSpinWait();
              }
              return "data";
            });
    double lap = watch.lap();
    double all = (System.nanoTime() - begun) * 1e-9;
    assertEquals("data", taken);
    assertTrue(watch.waited() >= 0.03, "waited " + watch.waited());
    assertTrue(lap >= 0 && lap + watch.waited() <= all, lap + " of " + all);
  }
}
