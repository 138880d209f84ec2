package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class Clip4jCommandTest {

  @Test
  void everyCommandHelpsWithAnExample() {
    Deque<CommandLine> open = new ArrayDeque<>(Clip4j.commandLine().getSubcommands().values());
    assertFalse(open.isEmpty());
    while (!open.isEmpty()) {
      CommandLine command = open.pop();
      open.addAll(command.getSubcommands().values());
      String[] path = command.getCommandSpec().qualifiedName().split(" ");
      String[] args = java.util.Arrays.copyOfRange(path, 1, path.length + 1);
      args[path.length - 1] = "--help";
      CommandRun run = CommandRun.of(args);
      assertEquals(0, run.exitCode());
      assertTrue(run.out().contains("Example"), run.out());
      // Longer lines would be broken, and then cannot be copied.
      for (String line : command.getCommandSpec().usageMessage().footer()) {
        assertTrue(line.length() < 80, line);
      }
      assertTrue(run.out().contains("clip4j " + path[1]), run.out());
    }
  }

  @Test
  void misspelledCommandGetsTheNearestOne() {
    CommandRun run = CommandRun.of("tokenise");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("tokenize"), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
  }

  @Test
  void misspelledOptionGetsTheNearestOne() {
    CommandRun run = CommandRun.withInput("", "tokenize", "--pad");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--padded"), run.err());
    assertTrue(run.err().contains("clip4j tokenize --help"), run.err());
  }

  @Test
  void noCommandIsWrongUsage() {
    CommandRun run = CommandRun.of();
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("tokenize"), run.err());
    CommandRun prepare = CommandRun.of("prepare");
    assertEquals(2, prepare.exitCode());
    assertTrue(prepare.err().startsWith("clip4j: Name a data set: emoji, icons"), prepare.err());
  }

  @Test
  void versionIsTheBuilds() {
    CommandRun run = CommandRun.of("--version");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().matches("clip4j \\d+\\.\\d+\\.\\d+\\S*\\R"), run.out());
  }

  @Test
  void impossibleSizeIsToldBeforeAnythingIsFetched(@TempDir Path folder) {
    CommandRun run =
        CommandRun.of("prepare", "emoji", "--size", "17", "--out", folder.resolve("e").toString());
    assertEquals(1, run.exitCode());
    assertTrue(run.err().startsWith("clip4j: size: expected 16, 32"), run.err());
  }

  @Test
  void stackTraceOnlyForDebug() {
    byte[] endless = new byte[Lines.MAX_BYTES + 1];
    java.util.Arrays.fill(endless, (byte) 'a');
    assertFalse(CommandRun.withInput(endless, "tokenize").err().contains("\tat "));
    assertTrue(CommandRun.withInput(endless, "tokenize", "--debug").err().contains("\tat "));
    assertTrue(CommandRun.withInput(endless, "--debug", "tokenize").err().contains("\tat "));
  }
}
