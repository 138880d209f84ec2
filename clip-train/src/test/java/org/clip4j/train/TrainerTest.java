package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

  private static final List<String> CHECKPOINT_FILES =
      List.of(
          "open_clip_model.safetensors",
          "open_clip_config.json",
          "optimizer.safetensors",
          "trainer_state.json");

  @TempDir private Path folder;
  private RunConfig config;

  @BeforeEach
  void prepare() throws IOException {
    config = TinyRun.prepare(folder);
  }

  @Test
  void trainStopResumeEqualsTrainStraightThrough() throws IOException {
    Path straight = folder.resolve("straight");
    try (Trainer trainer = Trainer.start(config, folder, straight, Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
    Path stopped = folder.resolve("stopped");
    StopAt stop = new StopAt(6);
    try (Trainer trainer = Trainer.start(config, folder, stopped, stop)) {
      stop.trainer = trainer;
      assertEquals(6, trainer.run());
    }
    try (Trainer trainer = Trainer.resume(config, folder, stopped, Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
    for (String file : CHECKPOINT_FILES) {
      assertArrayEquals(
          Files.readAllBytes(straight.resolve("checkpoints/last/" + file)),
          Files.readAllBytes(stopped.resolve("checkpoints/last/" + file)),
          file);
    }
    assertEquals(steps(straight), steps(stopped));
  }

  @Test
  void aKilledRunGoesOnFromItsLastCheckpointAndCutsItsMetricsBack() throws IOException {
    Path out = folder.resolve("killed");
    KillAt kill = new KillAt(7);
    try (Trainer trainer = Trainer.start(config, folder, out, kill)) {
      assertThrows(IllegalStateException.class, trainer::run);
    }
    Files.writeString(
        out.resolve("metrics.jsonl"),
        Files.readString(out.resolve("metrics.jsonl")) + "{\"step\": 8, \"lo");
    try (Trainer trainer = Trainer.resume(config, folder, out, Progress.NONE)) {
      trainer.run();
    }
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), steps(out));
  }

  @Test
  void resumeStartsAfreshWhereThereIsNothing() throws IOException {
    try (Trainer trainer = Trainer.resume(config, folder, folder.resolve("new"), Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
  }

  @Test
  void aCheckpointOfAnotherModelIsRefusedWithTheDifferenceNamed() throws IOException {
    Path out = folder.resolve("other");
    try (Trainer trainer = Trainer.start(config, folder, out, Progress.NONE)) {
      trainer.run();
    }
    RunConfig wider =
        RunConfig.read(folder.resolve("tiny.yaml"), List.of("model_cfg.vision_cfg.width=64"));
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> Trainer.resume(wider, folder, out, Progress.NONE));
    assertTrue(e.getMessage().contains("vision_cfg.width is 32, expected 64"), e.getMessage());
  }

  @Test
  void learnsAndSaysSo() throws IOException {
    RunConfig longer =
        RunConfig.read(
            folder.resolve("tiny.yaml"),
            List.of(
                "train.steps=120",
                "data.unique_captions=true",
                "eval.every_steps=60",
                "log.every_steps=20",
                "checkpoint.every_steps=1000"));
    Path out = folder.resolve("learns");
    try (Trainer trainer = Trainer.start(longer, folder, out, Progress.NONE)) {
      trainer.run();
    }
    List<JsonNode> lines = lines(out);
    JsonNode last = lines.get(lines.size() - 1);
    assertEquals(120, last.get("step").asInt());
    // Eight classes: guessing has an eighth.
    assertTrue(last.at("/eval/top1").asDouble() > 0.6, last.toString());
    double first = lines.get(0).get("loss").asDouble();
    double late = lines.get(lines.size() - 2).get("loss").asDouble();
    assertTrue(late < 0.6 * first, first + " -> " + late);
  }

  private static List<Integer> steps(Path run) throws IOException {
    return lines(run).stream().map(l -> l.get("step").asInt()).toList();
  }

  private static List<JsonNode> lines(Path run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** Asks the trainer to stop behind a step, as Ctrl-C does. */
  private static final class StopAt implements Progress {
    private final long at;
    private Trainer trainer;

    StopAt(long at) {
      this.at = at;
    }

    @Override
    public void begin(long step, long steps) {}

    @Override
    public void step(long step, double loss, double samplesPerSecond) {
      if (step == at) {
        trainer.requestStop();
      }
    }
  }

  /** Dies in the middle of a run, without a checkpoint. */
  private record KillAt(long at) implements Progress {
    @Override
    public void begin(long step, long steps) {}

    @Override
    public void step(long step, double loss, double samplesPerSecond) {
      if (step == at) {
        throw new IllegalStateException("killed");
      }
    }
  }
}
