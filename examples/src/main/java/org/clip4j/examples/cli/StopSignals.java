package org.clip4j.examples.cli;

import java.util.List;
import java.util.Optional;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/**
 * Lets a training run, or other long work, end in good order on Ctrl-C or {@code kill}: the first
 * signal asks it to stop, a second one ends the process at once. Before there is a run, when
 * nothing could be lost, signals do what they always do. Either way the process answers as shells
 * expect.
 */
final class StopSignals implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StopSignals.class);

  /** What shells answer for a program that a signal ended is 128 and the signal's number. */
  private static final int SIGNALLED = 128;

  private static final int INT = 2;
  private static final int TERM = 15;

  private Optional<Runnable> stop = Optional.empty();
  private String answer = "";
  private volatile int received;

  /**
   * A run has begun: listens from here until closed.
   *
   * @param askToStop called once, on a thread of its own
   */
  void listen(Runnable askToStop) {
    listen(askToStop, "Stopping and writing a checkpoint; again to end at once");
  }

  /**
   * Something that can be stopped has begun: listens from here until closed.
   *
   * @param askToStop called once, on a thread of its own
   * @param says what the log says then
   */
  void listen(Runnable askToStop, String says) {
    answer = says;
    stop = Optional.of(askToStop);
    Signals.register("INT", () -> first(INT));
    Signals.register("TERM", () -> first(TERM));
  }

  private void first(int signal) {
    received = signal;
    close();
    log.info(answer);
    stop.ifPresent(Runnable::run);
  }

  /**
   * How the process is to answer.
   *
   * @param done whether the run came to its end
   */
  int exitCode(boolean done) {
    if (done) {
      return ExitCode.OK;
    }
    return received == 0 ? ExitCode.SOFTWARE : SIGNALLED + received;
  }

  @Override
  public void close() {
    if (stop.isPresent()) {
      List.of("INT", "TERM").forEach(Signals::registerDefault);
    }
  }
}
