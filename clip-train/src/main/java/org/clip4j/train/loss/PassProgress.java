package org.clip4j.train.loss;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log now and then how far a long pass over the logits has come. */
final class PassProgress {

  private static final Logger LOG = LoggerFactory.getLogger(PassProgress.class);

  private static final long EVERY_NANOSECONDS = 10_000_000_000L;

  private final String pass;
  private final int rows;
  private long told = System.nanoTime();

  PassProgress(String pass, int rows) {
    this.pass = pass;
    this.rows = rows;
  }

  void done(int row) {
    long now = System.nanoTime();
    if (now - told >= EVERY_NANOSECONDS && row < rows) {
      told = now;
      LOG.info("{}: {} of {} rows", pass, row, rows);
    }
  }
}
