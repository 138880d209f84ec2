package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals in processes of their own, which they may end. */
@DisabledOnOs(OS.WINDOWS) // It has no kill.
class StopSignalsTest {

  /** A run that ends when it is asked to, as a command would. */
  static final class Run {
    private Run() {}

    /** Says when it is ready for signals, and waits for them. */
    public static void main(String[] args) throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      try (StopSignals signals = new StopSignals()) {
        if (!args[0].equals("before")) {
          signals.listen(asked::countDown);
        }
        System.out.println("ready");
        if (!asked.await(60, TimeUnit.SECONDS)) {
          System.exit(signals.exitCode(true));
        }
        System.out.println("asked");
        if (args[0].equals("deaf")) {
          Thread.sleep(60_000);
        }
        System.exit(signals.exitCode(false));
      }
    }
  }

  /**
   * @param signal that it is to hear
   */
  private static Process start(String mode, String signal) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Run.class.getName(),
            mode);
    Process process =
        new ProcessBuilder(signal.equals("INT") ? Interruptible.command(command) : command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    awaitLine(process, "ready");
    return process;
  }

  private static void awaitLine(Process process, String wanted) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = process.getInputStream().read(); c >= 0; c = process.getInputStream().read()) {
      if (c != '\n') {
        line.append((char) c);
      } else if (line.toString().strip().equals(wanted)) {
        return;
      } else {
        line.setLength(0);
      }
    }
    throw new IOException("the process ended before it was " + wanted);
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertTrue(process.waitFor(50, TimeUnit.SECONDS), "it did not end");
    return process.exitValue();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void beforeARunASignalEndsTheProcess(String signal, int code) throws Exception {
    Process process = start("before", signal);
    Interruptible.signal(process, signal);
    assertEquals(code, exitCode(process));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void theFirstSignalAsksTheRunToStop(String signal, int code) throws Exception {
    Process process = start("listens", signal);
    Interruptible.signal(process, signal);
    awaitLine(process, "asked");
    assertEquals(code, exitCode(process));
  }

  @Test
  void theSecondEndsItAtOnce() throws Exception {
    Process process = start("deaf", "TERM");
    Interruptible.signal(process, "TERM");
    awaitLine(process, "asked");
    Interruptible.signal(process, "TERM");
    assertEquals(143, exitCode(process));
    assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void whatWasDoneIsNoFailure() {
    try (StopSignals signals = new StopSignals()) {
      assertEquals(0, signals.exitCode(true));
      assertEquals(1, signals.exitCode(false));
    }
  }
}
