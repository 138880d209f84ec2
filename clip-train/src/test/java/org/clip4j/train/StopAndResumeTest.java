package org.clip4j.train;

import static org.clip4j.train.TinyRuns.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.data.loader.ShardSizes;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are stopped, wherever they are, go on to the bytes of one that never was. */
class StopAndResumeTest {

  @TempDir private Path folder;
  private TinyRuns runs;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
  }

  @Test
  void behindAStep() throws IOException {
    runs.requireSameStoppedAndResumed(runs.with(), 6);
  }

  @Test
  void whereShardsAreDrawnByWeight() throws IOException {
    runs.requireSameStoppedAndResumed(
        runs.with(
            "data.train=[tiny-000000.tar, 'tiny-{000000..000001}.tar']",
            "data.resample=true",
            "data.weights=[3, 1]"),
        6);
  }

  /** Ten of 48 pairs are the worker's: it makes two batches of eight an epoch, with six repeats. */
  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void oneOfSeveralWorkers(long step) throws IOException {
    RunConfig config = runs.with("data.workers=5", "data.worker_rank=1", "train.steps=11");
    Path stopped = runs.requireSameStoppedAndResumed(config, step);
    List<JsonNode> lines = lines(stopped);
    for (int i = 0; i < 11; i++) {
      assertEquals((i + 1) / 2 * 6, lines.get(i).get("repeated_samples").asInt(), "line " + i);
      assertEquals(i / 2, lines.get(i).get("epoch").asInt(), "line " + i);
    }
  }

  /** Twelve of 48 pairs pass, four for each worker: an epoch is one batch, and none comes twice. */
  @Test
  void oneOfSeveralWorkersWhoseDataIsFiltered() throws IOException {
    String[] settings = {
      "data.workers=3",
      "data.worker_rank=1",
      "train.batch=4",
      "data.filter={max_caption_chars: 10}",
      "train.steps=12"
    };
    RunConfig config = runs.with(settings);
    Path stopped;
    try (Warnings said = new Warnings(ShardSizes.class)) {
      stopped = runs.requireSameStoppedAndResumed(config, 5);
      assertTrue(
          said.lines(Level.INFO)
              .contains(
                  "Counting the pairs that pass data.filter in 2 shards, which are read for it"));
    }
    List<JsonNode> lines = lines(stopped);
    for (int i = 0; i < 12; i++) {
      assertEquals(0, lines.get(i).get("repeated_samples").asInt(), "line " + i);
      assertEquals(i, lines.get(i).get("epoch").asInt(), "line " + i);
    }
    settings[3] = "data.filter={min_caption_chars: 12}";
    settings[4] = "train.steps=13";
    RunConfig other = runs.with(settings);
    LoaderException e =
        assertThrows(LoaderException.class, () -> runs.resumeWithChanges(other, stopped));
    assertTrue(e.getMessage().contains("or other pairs pass data.filter"), e.getMessage());
  }

  @Test
  void aWorkerDoesNotGoOnAsAnother() throws IOException {
    Path out = folder.resolve("stopped");
    runs.stopAt(runs.with("data.workers=5", "data.worker_rank=1"), 5, out);
    RunConfig other = runs.with("data.workers=5", "data.worker_rank=2");
    LoaderException e =
        assertThrows(LoaderException.class, () -> runs.resumeWithChanges(other, out));
    assertTrue(e.getMessage().contains("worker 1 of 5, but this is worker 2 of 5"));
  }

  @Test
  void whatIsRefusedLeavesTheFolderAsItWas() throws IOException {
    Path out = folder.resolve("stopped");
    runs.stopAt(runs.with("log.tensorboard=true"), 5, out);
    Files.writeString(out.resolve("metrics.jsonl"), "{\"step\": 6}\n", StandardOpenOption.APPEND);
    Map<Path, String> before = contents(out);
    RunConfig other = runs.with("log.tensorboard=true", "data.train=[tiny-000001.tar]");
    LoaderException e = assertThrows(LoaderException.class, () -> runs.resume(other, out));
    assertTrue(e.getMessage().contains("cannot go on where it stood"), e.getMessage());
    assertEquals(before, contents(out));
  }

  private static Map<Path, String> contents(Path out) throws IOException {
    Map<Path, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  /** An evaluation may take minutes: it is given up, and made when the run goes on. */
  @ParameterizedTest
  @ValueSource(longs = {6, 12})
  void withinAnEvaluation(long step) throws IOException {
    RunConfig config =
        runs.with(
            "eval={data: [tiny-000000.tar], every_steps: 6, ema: true}",
            "train.ema_decay=0.5",
            "checkpoint={every_steps: 100, keep: 9, keep_best: 2}");
    // Asked for behind the step, and so before its evaluation.
    Path stopped = runs.requireSameStoppedAndResumed(config, step);
    assertEquals(
        List.of(6, 12),
        lines(stopped).stream()
            .filter(line -> line.has("eval"))
            .map(line -> line.get("step").asInt())
            .toList());
  }

  /** Behind the line of metrics, and before the checkpoint that knows which step was the best. */
  @Test
  void killedBehindAnEvaluationThatWasMadeLater() throws IOException {
    String[] settings = {
      "eval={data: [tiny-000000.tar], every_steps: 6}",
      "checkpoint={every_steps: 100, keep: 9, keep_best: 2}",
      "train.steps=12"
    };
    RunConfig config = runs.with(settings);
    Path straight = folder.resolve("straight");
    runs.train(config, straight);
    Path killed = folder.resolve("killed");
    runs.stopAt(config, 6, killed);
    String line =
        Files.readAllLines(straight.resolve("metrics.jsonl")).stream()
            .filter(l -> l.contains("eval") && l.contains("\"step\":6,"))
            .findFirst()
            .orElseThrow();
    Files.writeString(killed.resolve("metrics.jsonl"), line + "\n", StandardOpenOption.APPEND);
    runs.resume(config, killed);
    TinyRuns.assertSameCheckpoint(straight, killed);
    // Once known, it is no reason for another checkpoint.
    settings[2] = "train.steps=15";
    runs.resume(runs.with(settings), killed);
    try (Stream<Path> all = Files.list(killed.resolve("checkpoints"))) {
      assertEquals(
          List.of("last", "step-000006", "step-000012", "step-000015"),
          all.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  /** As a supervisor may begin one that has not heard of the end of the other. */
  @Test
  void aSecondRunIsKeptOut() throws IOException {
    Path out = folder.resolve("shared");
    List<String> refused = new ArrayList<>();
    Progress second =
        (step, loss, samplesPerSecond) -> {
          if (step == 5) {
            refused.add(
                assertThrows(IOException.class, () -> runs.resume(runs.with(), out)).getMessage());
          }
        };
    try (Trainer trainer = Trainer.start(runs.with(), folder, out, second)) {
      assertEquals(12, trainer.run());
      // Until it is closed, and before a checkpoint is read that it may be about to leave behind.
      assertThrows(
          IOException.class, () -> Trainer.resume(runs.with(), folder, out, Progress.NONE));
    }
    assertEquals(1, refused.size());
    assertTrue(refused.get(0).startsWith(out + ": another run is writing here"), refused.get(0));
    runs.resume(runs.with("train.steps=13"), out);
  }
}
