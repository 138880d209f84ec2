package org.clip4j.train;

import static org.clip4j.train.TinyRuns.assertSameCheckpoint;
import static org.clip4j.train.TinyRuns.lines;
import static org.clip4j.train.TinyRuns.steps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.webdataset.ShardWriter;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

  @TempDir private Path folder;
  private TinyRuns runs;
  private RunConfig config;

  @BeforeEach
  void prepare() throws IOException {
    config = TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnyWork() {
    runs.requireRefused("train.micro_batch 3 does not divide train.batch 8", "train.micro_batch=3");
    runs.requireRefused(
        "train.micro_batch 16 is larger than train.batch 8", "train.micro_batch=16");
    runs.requireRefused("train.micro_batch is to be at least 1, not 0", "train.micro_batch=0");
    runs.requireRefused("a batch of 49 pairs is larger than the data", "train.batch=49");
    runs.requireRefused("a batch of 8 pairs for each of 7 workers is larger", "data.workers=7");
    runs.requireRefused("48", "train.batch=50", "train.micro_batch=25");
    runs.requireRefused(
        "train.keep: pictures cannot be kept DECODED",
        "train.micro_batch=2",
        "data.augment={rotate_degrees: 5}");
    runs.requireRefused("train.keep", "train.keep=nothing");
    runs.requireRefused(
        "loss.tile 40000: a tile of 32768 rows and columns of logits takes 4096 MiB, there is room"
            + " for ",
        "loss.tile=40000",
        "train.batch=32768",
        "train.micro_batch=4");
  }

  @Test
  void equalRunsLeaveEqualBytesHoweverTheirPathsAreSpelt() throws IOException {
    Path straight = folder.resolve("straight");
    runs.train(config, straight);
    RunConfig elsewhere =
        runs.with(
            "data.train=[./tiny-000000.tar, ./tiny-000001.tar]",
            "eval.data=[" + folder.resolve("tiny-000000.tar") + "]");
    Path other = folder.resolve("other");
    runs.train(elsewhere, other);
    assertSameCheckpoint(straight, other);
  }

  @Test
  void samplesAreCountedThroughAChangeOfTheBatch() throws IOException {
    Path out = folder.resolve("batches");
    runs.stopAt(config, 6, out);
    runs.resumeWithChanges(runs.with("train.batch=4"), out);
    JsonNode last = lines(out).get(11);
    assertEquals(12, last.get("step").asInt());
    assertEquals(6 * 8 + 6 * 4, last.get("samples").asInt());
  }

  @Test
  void anOlderStateLoads() throws IOException {
    Path out = folder.resolve("older");
    runs.stopAt(config, 6, out);
    Path file = out.resolve("checkpoints/last/trainer_state.json");
    ObjectNode state = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    assertEquals(48, state.remove("samples").asInt());
    assertTrue(!state.remove("row_kernels").isNull());
    assertTrue(!state.remove("history").isNull());
    ((ObjectNode) state.at("/config/data")).putArray("train").add("tiny-{000000..000001}.tar");
    ((ObjectNode) state.at("/config/eval")).putArray("data").add("tiny-000000.tar");
    Files.writeString(file, state.toString());
    for (String step : List.of("step-000004", "step-000006")) {
      Files.delete(out.resolve("checkpoints").resolve(step).resolve("checksums.sha256"));
    }
    runs.resume(config, out);
    assertEquals(96, lines(out).get(11).get("samples").asInt());
  }

  @Test
  void whatChangedIsSaidOnResume() throws IOException {
    Path out = folder.resolve("longer");
    runs.stopAt(config, 6, out);
    try (Warnings warnings = new Warnings(Trainer.class)) {
      Trainer.resume(runs.with("train.steps=20"), folder, out, Progress.NONE).close();
      List<String> said = warnings.lines();
      assertEquals(1, said.size(), said.toString());
      assertTrue(said.get(0).startsWith("train.steps was 12 and is 20: "), said.get(0));
    }
  }

  @Test
  void theBestCheckpointsStay() throws IOException {
    RunConfig run =
        runs.with("checkpoint={every_steps: 100, keep: 1, keep_best: 1}", "eval.every_steps=3");
    Path out = folder.resolve("best");
    runs.train(run, out);
    JsonNode best =
        new ObjectMapper()
            .readTree(out.resolve("checkpoints/last/trainer_state.json").toFile())
            .at("/history/best");
    assertEquals(1, best.size());
    double highest =
        lines(out).stream().mapToDouble(l -> l.at("/eval/top1").asDouble()).max().orElseThrow();
    assertEquals(highest, best.get(0).get("top1").asDouble(), 0);
    long step = best.get(0).get("step").asLong();
    assertTrue(Files.isDirectory(out.resolve(String.format("checkpoints/step-%06d", step))));
    // The best among them, the evaluated ones, so that the run may go on from any of them.
    Path stopped = folder.resolve("best-stopped");
    runs.stopAt(run, 7, stopped);
    runs.resume(run, stopped);
    assertSameCheckpoint(out, stopped);
  }

  @Test
  void theMetricsCountWhatIsSkipped() throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "bad", 9, 1 << 20)) {
      writer.write("a", Map.of("png", new byte[] {1}, "txt", new byte[] {'a'}));
      writer.write("b", Map.of("txt", new byte[] {'b'}));
    }
    byte[] whole = Files.readAllBytes(folder.resolve("tiny-000001.tar"));
    Files.write(folder.resolve("cut.tar"), Arrays.copyOf(whole, 700));
    Path out = folder.resolve("skips");
    runs.train(runs.with("data.train=[tiny-000000.tar, bad-000000.tar, cut.tar]"), out);
    JsonNode last = lines(out).get(11);
    assertEquals(2, last.get("skipped_samples").asInt());
    assertEquals(1, last.get("skipped_shards").asInt());
  }

  @Test
  void aKilledRunGoesOnFromItsLastCheckpointAndCutsItsMetricsBack() throws IOException {
    Path out = folder.resolve("killed");
    Progress kill =
        (step, loss, samplesPerSecond) -> {
          if (step == 7) {
            throw new IllegalStateException("killed");
          }
        };
    try (Trainer trainer = Trainer.start(config, folder, out, kill)) {
      assertThrows(IllegalStateException.class, trainer::run);
    }
    Files.writeString(
        out.resolve("metrics.jsonl"),
        Files.readString(out.resolve("metrics.jsonl")) + "{\"step\": 8, \"lo");
    runs.resume(config, out);
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), steps(out));
  }

  @Test
  void resumeStartsAfreshWhereThereIsNothing() throws IOException {
    runs.resume(config, folder.resolve("new"));
  }

  @Test
  void aCheckpointOfAnotherModelIsRefusedWithTheDifferenceNamed() throws IOException {
    Path out = folder.resolve("other");
    runs.train(config, out);
    RunConfig wider = runs.with("model_cfg.vision_cfg.width=64");
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> Trainer.resume(wider, folder, out, Progress.NONE));
    assertTrue(e.getMessage().contains("vision_cfg.width is 32, expected 64"), e.getMessage());
  }

  @Test
  void aPageThatCannotBeWrittenEndsNoRun() throws IOException {
    Path out = folder.resolve("page");
    Files.createDirectories(out.resolve("report.html/in-the-way"));
    try (Warnings warnings = new Warnings(RunReport.class)) {
      runs.train(runs.with("eval.every_steps=6"), out);
      // Of two evaluations and three checkpoints.
      assertEquals(5, warnings.lines().size(), warnings.lines().toString());
      assertTrue(warnings.lines().get(0).contains("report.html"), warnings.lines().get(0));
    }
  }

  /** While it goes on, too: at every checkpoint. */
  @Test
  void aRunThatIsNotEvaluatedHasAPage() throws IOException {
    Path out = folder.resolve("unevaluated");
    List<String> pages = new ArrayList<>();
    Progress reader =
        (step, loss, samplesPerSecond) -> {
          try {
            if (step == 6 || step == 9) {
              pages.add(Files.readString(out.resolve("report.html")));
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (Trainer trainer = Trainer.start(config, folder, out, reader)) {
      trainer.run();
    }
    pages.add(Files.readString(out.resolve("report.html")));
    for (int i = 0; i < 3; i++) {
      String page = pages.get(i);
      assertTrue(page.contains("Behind step " + 4 * (i + 1) + " of 12."), "of the checkpoint");
      assertTrue(page.contains("<h3>Loss</h3>") && !page.contains("id=\"figures\""));
    }
  }

  @Test
  void learnsAndSaysSo() throws IOException {
    RunConfig longer =
        runs.with(
            "train.steps=120",
            "data.unique_captions=true",
            "eval.every_steps=60",
            "log.every_steps=20",
            "checkpoint.every_steps=1000");
    Path out = folder.resolve("learns");
    runs.train(longer, out);
    String report = Files.readString(out.resolve("report.html"));
    assertTrue(report.contains("Behind step 120 of 120"), "the page of the last evaluation");
    List<JsonNode> lines = lines(out);
    JsonNode last = lines.get(lines.size() - 1);
    assertEquals(120, last.get("step").asInt());
    // Eight classes: guessing has an eighth.
    assertTrue(last.at("/eval/top1").asDouble() > 0.6, last.toString());
    double first = lines.get(0).get("loss").asDouble();
    double late = lines.get(lines.size() - 2).get("loss").asDouble();
    assertTrue(late < 0.6 * first, first + " -> " + late);
  }
}
