package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packing in a process of its own, killed twice without warning, or asked to stop. */
@Tag("forks")
class PackKillTest {

  private static final int ROWS = 1200;

  @TempDir private Path folder;

  private List<String> arguments(Path out) {
    return List.of(
        "pack",
        "--images",
        folder.resolve("images").toString(),
        "--captions",
        folder.resolve("captions.csv").toString(),
        "--out",
        out.toString(),
        "--shard-size",
        "20",
        "--resize",
        "60");
  }

  private List<String> command(Path out) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Clip4j.class.getName()));
    command.addAll(arguments(out));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File(folder.toFile(), "log.txt"))
        .start();
  }

  private static long wholeShards(Path out) throws IOException {
    if (!Files.isDirectory(out)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(file -> file.toString().endsWith(".tar")).count();
    }
  }

  private static Map<String, String> contents(Path out) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        contents.put(
            file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private static void awaitShards(Process process, Path out, long shards) throws Exception {
    while (process.isAlive() && wholeShards(out) < shards) {
      Thread.sleep(2);
    }
  }

  @BeforeEach
  void writePairs() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    Files.write(images.resolve("a.png"), TestPictures.noise(70, 90));
    Files.write(images.resolve("b.png"), TestPictures.noise(90, 66));
    StringBuilder table = new StringBuilder("filepath,title\n");
    for (int i = 0; i < ROWS; i++) {
      table.append("abc".charAt(i % 3)).append(".png,number ").append(i).append('\n');
    }
    Files.writeString(folder.resolve("captions.csv"), table);
  }

  /** Goes on, and packs once more elsewhere, to the same. */
  private void assertEndsAsOneNeverStopped(Path stopped) throws IOException {
    Path whole = folder.resolve("whole");
    for (Path out : List.of(stopped, whole)) {
      CommandRun run = CommandRun.of(arguments(out).toArray(String[]::new));
      assertEquals(0, run.exitCode(), run.err());
      assertTrue(run.out().contains("800 pairs in 40 shards"), run.out());
    }
    assertEquals(contents(whole).keySet(), contents(stopped).keySet());
    assertEquals(contents(whole), contents(stopped));
  }

  /** By Ctrl-C it ends in good order: nothing that is half done stays. */
  @DisabledOnOs(OS.WINDOWS) // It has no kill.
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void stoppedBySignalItEndsInTheBytesOfOneNeverStopped(String signal, int code) throws Exception {
    Path stopped = folder.resolve("stopped");
    List<String> command = command(stopped);
    Process process = start(signal.equals("INT") ? Interruptible.command(command) : command);
    awaitShards(process, stopped, 3);
    Interruptible.signal(process, signal);
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    String log = Files.readString(folder.resolve("log.txt"));
    assertTrue(ended, log);
    assertEquals(code, process.exitValue(), log);
    assertTrue(log.contains("so far; the same command goes on"), log);
    assertEquals(wholeShards(stopped) + 2, contents(stopped).size(), "journal, list and shards");
    assertTrue(wholeShards(stopped) < ROWS / 3 * 2 / 20, "it was done before it was stopped");
    assertEndsAsOneNeverStopped(stopped);
  }

  @Test
  void killedTwiceItEndsInTheBytesOfOneNeverKilled() throws Exception {
    Path killed = folder.resolve("killed");
    for (long shards : new long[] {3, 14}) {
      Process process = start(command(killed));
      awaitShards(process, killed, shards);
      process.destroyForcibly().waitFor();
      String log = Files.readString(folder.resolve("log.txt"));
      assertTrue(wholeShards(killed) >= shards, log);
      assertTrue(wholeShards(killed) < ROWS / 3 * 2 / 20, "it was done before it was killed");
      assertTrue(!Files.exists(killed.resolve("manifest.json")), log);
    }
    assertEndsAsOneNeverStopped(killed);
  }
}
