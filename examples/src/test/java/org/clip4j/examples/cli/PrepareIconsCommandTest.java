package org.clip4j.examples.cli;

import static org.clip4j.examples.iconify.TinyArchive.BLUE_DISC;
import static org.clip4j.examples.iconify.TinyArchive.RED_SQUARE;
import static org.clip4j.examples.iconify.TinyArchive.icon;
import static org.clip4j.examples.iconify.TinyArchive.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.examples.iconify.TinyArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareIconsCommandTest {

  @TempDir Path folder;

  private Path jar;
  private Path out;

  @BeforeEach
  void archive() throws IOException {
    jar =
        new TinyArchive()
            .with("a", set(icon("x", RED_SQUARE) + "," + icon("y", "<g/>"), ""))
            .with("b", set(icon("x", BLUE_DISC) + "," + icon("z", RED_SQUARE), ""))
            .write(folder.resolve("a.jar"));
    out = folder.resolve("data/icons");
  }

  private CommandRun run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("prepare", "icons", "--jar", jar.toString(), "--out", out.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void saysWhatThereIs() {
    CommandRun run = run("--size", "16");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        List.of(
            "3 pairs in " + out.resolve("shards/icons-000000.tar") + ", 2 captions",
            "Left out: {blank=1}"),
        run.out().lines().toList());
    assertTrue(Files.isRegularFile(out.resolve("dataset.json")));
  }

  @Test
  void moreThanThereAreIsSaid() {
    CommandRun run = run("--size", "16", "--limit", "4");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("There are no more: 4 were asked for."), run.out());
  }

  @Test
  void whatIsThereIsNotTouched() throws IOException {
    Files.createDirectories(out);
    Path file = Files.writeString(out.resolve("mine"), "mine");
    CommandRun run = run();
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains(out + ": is not empty; give another name"), run.err());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void numbersAreCheckedFirst() {
    CommandRun limit = run("--limit", "0");
    assertEquals(2, limit.exitCode());
    assertTrue(limit.err().contains("Try: clip4j prepare icons --help"), limit.err());
    assertTrue(limit.err().startsWith("clip4j: --limit: expected at least 1, got 0"), limit.err());
    CommandRun size = run("--size", "8");
    assertTrue(size.err().startsWith("clip4j: --size: expected 16 to 1024, got 8"), size.err());
    assertTrue(Files.notExists(folder.resolve("data")));
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    jar = new TinyArchive().with("a", "{}").write(folder.resolve("b.jar"));
    CommandRun broken = run();
    assertEquals(1, broken.exitCode());
    assertTrue(broken.err().contains("b.jar!a.json: not an icon set"), broken.err());
    try (var files = Files.list(folder.resolve("data"))) {
      assertEquals(List.of(), files.toList());
    }
    jar = folder.resolve("absent.jar");
    assertTrue(run().err().startsWith("clip4j: " + jar + ": no such file"));
  }
}
