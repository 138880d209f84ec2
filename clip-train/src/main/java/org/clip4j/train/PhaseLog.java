package org.clip4j.train;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log now and then while a step takes long. */
public final class PhaseLog {

  private static final Logger LOG = LoggerFactory.getLogger(PhaseLog.class);
  private static final long NANOS = 30_000_000_000L;

  private long loggedAt = System.nanoTime();

  /** A step has ended, which has a line of its own. */
  public void stepDone() {
    loggedAt = System.nanoTime();
  }

  /**
   * A part of a step is done; see {@link PhaseListener#done}.
   *
   * @param step which one, in words
   */
  public void done(String step, StepPhase phase, int done, int all) {
    long now = System.nanoTime();
    if (now - loggedAt > NANOS) {
      loggedAt = now;
      LOG.info("Within {}: {}, {} of {}", step, inWords(phase), done, all);
    }
  }

  private static String inWords(StepPhase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
