package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that hear interrupts. Shells start background jobs deaf to them, and their children
 * inherit that, as tests do; {@code env} of coreutils 8.31 and later takes it back.
 */
final class Interruptible {

  private static final List<String> HEARING = List.of("env", "--default-signal=INT");

  private Interruptible() {}

  /** A command that hears them, or a test that is passed over where none can. */
  static List<String> command(List<String> command) throws InterruptedException {
    assumeTrue(isToBeHad(), "this machine has no env that takes --default-signal");
    List<String> hearing = new ArrayList<>(HEARING);
    hearing.addAll(command);
    return hearing;
  }

  private static boolean isToBeHad() throws InterruptedException {
    List<String> nothing = new ArrayList<>(HEARING);
    nothing.add("true");
    try {
      return new ProcessBuilder(nothing).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a signal, as {@code INT}. */
  static void signal(Process process, String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertEquals(0, kill.waitFor());
  }
}
