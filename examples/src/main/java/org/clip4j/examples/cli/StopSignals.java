package org.clip4j.examples.cli;

import java.util.List;
import java.util.OptionalInt;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a run end in good order on Ctrl-C or {@code kill}: the first signal asks it to stop, a
 * second one ends the process at once.
 */
final class StopSignals implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StopSignals.class);

  /** What shells answer for a program that a signal ended is 128 and the signal's number. */
  private static final int SIGNALLED = 128;

  private static final int INT = 2;
  private static final int TERM = 15;

  private final Runnable stop;
  private volatile int received;

  private StopSignals(Runnable stop) {
    this.stop = stop;
  }

  /**
   * Listens until closed.
   *
   * @param stop called once, on a thread of its own
   */
  static StopSignals listen(Runnable stop) {
    StopSignals signals = new StopSignals(stop);
    Signals.register("INT", () -> signals.first(INT));
    Signals.register("TERM", () -> signals.first(TERM));
    return signals;
  }

  private void first(int signal) {
    received = signal;
    close();
    log.info("Stopping after this step and writing a checkpoint; again to end at once");
    stop.run();
  }

  /** The exit code that the first signal gives, if there was one. */
  OptionalInt exitCode() {
    return received == 0 ? OptionalInt.empty() : OptionalInt.of(SIGNALLED + received);
  }

  @Override
  public void close() {
    List.of("INT", "TERM").forEach(Signals::registerDefault);
  }
}
