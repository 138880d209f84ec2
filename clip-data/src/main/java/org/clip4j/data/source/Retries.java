package org.clip4j.data.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.clip4j.data.webdataset.UnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The pauses between one shard's failures: each about twice the one before, up to a longest one,
 * and drawn from half to one and a half of that, so that many readers do not come back at once.
 */
final class Retries {

  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

  /** A server that gives so much before it fails again is worth asking again without end. */
  private static final long PROGRESS = 1 << 16;

  private static final int MOST_DOUBLINGS = 20;

  private final String url;
  private final Patience patience;
  private final boolean quiet;
  private int failures;
  private long failedAt;

  /**
   * @param quiet whether pauses are no news: of millions of files, many are gone
   */
  Retries(String url, Patience patience, boolean quiet) {
    this.url = url;
    this.patience = patience;
    this.quiet = quiet;
  }

  /**
   * Waits after a failure that may pass.
   *
   * @param at the bytes had by then
   * @throws UnreachableException if it was one too many
   * @throws IOException the failure, if it will not pass
   */
  void pauseAfter(IOException failure, long at) throws IOException {
    if (failure instanceof RefusedException || failure instanceof UnreachableException) {
      throw failure;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(failure);
    }
    if (at - failedAt >= PROGRESS) {
      failures = 0;
      failedAt = at;
    }
    failures++;
    if (failures >= patience.attempts()) {
      throw new UnreachableException(
          ShardUrl.printable(url)
              + ": given up after "
              + failures
              + " attempts, at byte "
              + at
              + ": "
              + reason(failure),
          failure);
    }
    Duration pause = pause(failure);
    LOG.atLevel(quiet ? Level.DEBUG : Level.WARN)
        .log(
            "{}: {}, at byte {}; asking again in {} s",
            ShardUrl.printable(url),
            reason(failure),
            at,
            String.format("%.1f", pause.toMillis() / 1000.0));
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private Duration pause(IOException failure) {
    Duration longest = patience.longestDelay();
    Duration doubled =
        patience.firstDelay().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    Duration drawn =
        shorter(doubled, longest)
            .multipliedBy(ThreadLocalRandom.current().nextLong(50, 151))
            .dividedBy(100);
    Duration asked = failure instanceof BusyException busy ? busy.after().orElse(drawn) : drawn;
    return shorter(asked.compareTo(drawn) > 0 ? asked : drawn, longest);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private InterruptedIOException interrupted(Throwable cause) {
    InterruptedIOException e =
        new InterruptedIOException(ShardUrl.printable(url) + ": interrupted while waiting for it");
    e.initCause(cause);
    return e;
  }

  private static String reason(IOException e) {
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e instanceof ConnectException
        ? "the server cannot be reached"
        : e.getClass().getSimpleName();
  }
}
