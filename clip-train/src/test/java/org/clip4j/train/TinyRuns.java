package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clip4j.train.config.RunConfig;

/**
 * What tests do with runs of {@link TinyRun}'s configuration.
 *
 * @param folder where it is
 * @param settings what they all have besides
 */
record TinyRuns(Path folder, List<String> settings) {

  static final List<String> CHECKPOINT_FILES =
      List.of(
          "open_clip_model.safetensors",
          "open_clip_config.json",
          "optimizer.safetensors",
          "trainer_state.json",
          "checksums.sha256");

  TinyRuns(Path folder) {
    this(folder, List.of());
  }

  /** Runs that all have these settings. */
  TinyRuns having(String... more) {
    return new TinyRuns(folder, and(more));
  }

  /** The configuration with settings of its own besides, which win over those they all have. */
  RunConfig with(String... own) throws IOException {
    return RunConfig.read(folder.resolve("tiny.yaml"), and(own));
  }

  private List<String> and(String... more) {
    return Stream.concat(settings.stream(), Stream.of(more)).toList();
  }

  /** Holds that no run begins with these settings, and why not, before anything is written. */
  void requireRefused(String words, String... own) {
    Path out = folder.resolve("refused");
    Exception e =
        assertThrows(
            Exception.class, () -> Trainer.start(with(own), folder, out, Progress.NONE).close());
    assertTrue(e.toString().contains(words), e.toString());
    assertFalse(Files.exists(out), "nothing is written");
  }

  /** A whole run. */
  void train(RunConfig run, Path out) throws IOException {
    try (Trainer trainer = Trainer.start(run, folder, out, Progress.NONE)) {
      assertEquals(run.train().steps(), trainer.run());
    }
  }

  /** A run that is stopped behind a step. */
  void stopAt(RunConfig run, long step, Path out) throws IOException {
    StopAt stop = StopAt.step(step);
    try (Trainer trainer = Trainer.start(run, folder, out, stop)) {
      stop.asks(trainer);
      assertEquals(step, trainer.run());
    }
  }

  /** Goes on to the end. */
  void resume(RunConfig run, Path out) throws IOException {
    try (Trainer trainer = Trainer.resume(run, folder, out, Progress.NONE)) {
      assertEquals(run.train().steps(), trainer.run());
    }
  }

  /** Goes on to the end by another configuration. */
  void resumeWithChanges(RunConfig run, Path out) throws IOException {
    try (Trainer trainer = Trainer.resumeWithChanges(run, folder, out, Progress.NONE)) {
      assertEquals(run.train().steps(), trainer.run());
    }
  }

  /**
   * Holds a run that is stopped and resumed against one that never was.
   *
   * @return the stopped one
   */
  Path requireSameStoppedAndResumed(RunConfig run, long stop) throws IOException {
    Path straight = folder.resolve("straight");
    train(run, straight);
    Path stopped = folder.resolve("stopped");
    stopAt(run, stop, stopped);
    resume(run, stopped);
    assertSameCheckpoint(straight, stopped);
    assertEquals(steps(straight), steps(stopped));
    return stopped;
  }

  /** Holds all files of two runs' last checkpoints against each other. */
  static void assertSameCheckpoint(Path expected, Path found) throws IOException {
    Path last = expected.resolve("checkpoints/last").toRealPath();
    Path other = found.resolve("checkpoints/last").toRealPath();
    List<String> files = files(last);
    assertTrue(files.containsAll(CHECKPOINT_FILES), files.toString());
    assertEquals(files, files(other), found.toString());
    for (String file : files) {
      assertArrayEquals(
          Files.readAllBytes(last.resolve(file)),
          Files.readAllBytes(other.resolve(file)),
          found + ": " + file);
    }
  }

  /** The files of a folder and of those in it, sorted. */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** The steps of all lines of metrics. */
  static List<Integer> steps(Path run) throws IOException {
    return lines(run).stream().map(l -> l.get("step").asInt()).toList();
  }

  /** All lines of metrics. */
  static List<JsonNode> lines(Path run) throws IOException {
    return lines(run, "metrics.jsonl");
  }

  /** All lines of a file in the run's folder. */
  static List<JsonNode> lines(Path run, String file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve(file))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
