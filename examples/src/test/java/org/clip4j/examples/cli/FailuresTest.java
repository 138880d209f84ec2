package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

  @Test
  void filesAreNamedWithWhatIsWrong() {
    assertEquals(
        "a.tar: no such file or folder", Failures.describe(new NoSuchFileException("a.tar")));
    assertEquals("a.tar: permission denied", Failures.describe(new AccessDeniedException("a.tar")));
    assertEquals(
        "a.tar: expected a shard",
        Failures.describe(
            new UncheckedIOException(new NoSuchFileException("a.tar", null, "expected a shard"))));
  }

  @Test
  void whatIsMeantForTheUserComesAsItIs() {
    assertEquals("shard cut", Failures.describe(new IOException("shard cut")));
    assertTrue(Failures.describe(new NullPointerException("x")).contains("--debug"));
    assertTrue(Failures.describe(new IOException()).contains("--debug"));
  }

  @Test
  void oneLineWithoutControlCharacters() {
    assertEquals("a b?[2Jc", Failures.oneLine("a\n\n  b\u001b[2Jc\n"));
  }

  @Test
  void errorsOfTheMachineAreOneLineToo() {
    assertEquals(
        "clip4j: out of memory: heap; take a smaller batch, model or data.shuffle_buffer, or allow"
            + " more, as in CLIP4J_OPTS=-Xmx8g\n",
        told(() -> new OutOfMemoryError("heap")));
    assertTrue(told(() -> new UnsatisfiedLinkError("no blas")).contains("no blas"));
  }

  private static String told(Callable<Error> error) {
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new Throwing(error))
            .setExecutionStrategy(Failures::run)
            .setExecutionExceptionHandler(new Failures())
            .setErr(new PrintWriter(err))
            .execute();
    assertEquals(1, exitCode);
    return err.toString();
  }

  @Command
  private record Throwing(Callable<Error> error) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw error.call();
    }
  }
}
