package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.data.webdataset.ShardWriter;
import org.clip4j.train.checkpoint.CheckpointStore;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {

  private static final List<String> CHECKPOINT_FILES =
      List.of(
          "open_clip_model.safetensors",
          "open_clip_config.json",
          "optimizer.safetensors",
          "trainer_state.json",
          "checksums.sha256");

  @TempDir private Path folder;
  private RunConfig config;

  @BeforeEach
  void prepare() throws IOException {
    config = TinyRun.prepare(folder);
  }

  @Test
  void trainStopResumeEqualsTrainStraightThrough() throws IOException {
    Path straight = folder.resolve("straight");
    train(config, straight);
    Path stopped = folder.resolve("stopped");
    stopAt(6, stopped);
    try (Trainer trainer = Trainer.resume(config, folder, stopped, Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
    assertSameCheckpoint(straight, stopped);
    assertEquals(steps(straight), steps(stopped));
  }

  /** The draws of patch dropout, too, and pictures kept for the second pass over micro-batches. */
  @ParameterizedTest
  @ValueSource(strings = {"decoded", "encoded"})
  void aRunInMicroBatchesStopsAndResumesBitForBit(String keep) throws IOException {
    config = inMicroBatches(keep);
    trainStopResumeEqualsTrainStraightThrough();
  }

  @Test
  void aRunOfShardsDrawnByWeightStopsAndResumesBitForBit() throws IOException {
    config =
        with(
            "data.train=[tiny-000000.tar, 'tiny-{000000..000001}.tar']",
            "data.resample=true",
            "data.weights=[3, 1]");
    trainStopResumeEqualsTrainStraightThrough();
  }

  /** Ten of 48 pairs are the worker's: it makes two batches of eight an epoch, with six repeats. */
  @Test
  void oneOfSeveralWorkersStopsAndResumesBitForBit() throws IOException {
    config = with("data.workers=5", "data.worker_rank=1", "train.steps=11");
    Path straight = folder.resolve("straight");
    train(config, straight);
    List<JsonNode> lines = lines(straight);
    for (int i = 0; i < 11; i++) {
      assertEquals((i + 1) / 2 * 6, lines.get(i).get("repeated_samples").asInt(), "line " + i);
      assertEquals(i / 2, lines.get(i).get("epoch").asInt(), "line " + i);
    }
    for (int stop : List.of(5, 6)) {
      Path stopped = folder.resolve("stopped" + stop);
      stopAt(stop, stopped);
      try (Trainer trainer = Trainer.resume(config, folder, stopped, Progress.NONE)) {
        assertEquals(11, trainer.run());
      }
      assertSameCheckpoint(straight, stopped);
      assertEquals(11 / 2 * 6, lines(stopped).get(10).get("repeated_samples").asInt());
    }
    RunConfig other = with("data.workers=5", "data.worker_rank=2", "train.steps=11");
    try (Trainer trainer =
        Trainer.resume(other, folder, folder.resolve("stopped5"), Progress.NONE)) {
      LoaderException e = assertThrows(LoaderException.class, trainer::run);
      assertTrue(e.getMessage().contains("worker 1 of 5, but this is worker 2 of 5"));
    }
  }

  /** As Ctrl-C does in a step of minutes, whichever pass it is in. */
  @ParameterizedTest
  @EnumSource(StepPhase.class)
  void aStepOverMicroBatchesIsGivenUpAndMadeAnew(StepPhase phase) throws IOException {
    config = inMicroBatches("decoded");
    Path straight = folder.resolve("straight");
    train(config, straight);
    Path stopped = folder.resolve("stopped");
    StopAt stop = StopAt.within(4, phase);
    try (Trainer trainer = Trainer.start(config, folder, stopped, stop)) {
      stop.asks(trainer);
      assertEquals(4, trainer.run());
    }
    try (Trainer trainer = Trainer.resume(config, folder, stopped, Progress.NONE)) {
      trainer.run();
    }
    String weights = "checkpoints/last/open_clip_model.safetensors";
    assertArrayEquals(
        Files.readAllBytes(straight.resolve(weights)),
        Files.readAllBytes(stopped.resolve(weights)));
  }

  @Test
  void howPicturesAreKeptChangesNoBit() throws IOException {
    Path decoded = folder.resolve("decoded");
    train(inMicroBatches("decoded"), decoded);
    Path encoded = folder.resolve("encoded");
    train(inMicroBatches("encoded"), encoded);
    for (String file : CHECKPOINT_FILES.subList(0, 3)) {
      assertArrayEquals(
          Files.readAllBytes(decoded.resolve("checkpoints/last/" + file)),
          Files.readAllBytes(encoded.resolve("checkpoints/last/" + file)),
          file);
    }
    // What was kept in one and not in the other is not another run.
    try (Trainer trainer =
        Trainer.resume(inMicroBatches("encoded"), folder, decoded, Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
  }

  @Test
  void microBatchesLearnWhatTheWholeBatchLearns() throws IOException {
    Path whole = folder.resolve("whole");
    train(with("model_cfg.vision_cfg.patch_dropout=0.5"), whole);
    Path divided = folder.resolve("divided");
    train(inMicroBatches("decoded"), divided);
    List<JsonNode> expected = lines(whole);
    List<JsonNode> found = lines(divided);
    for (int i = 0; i < expected.size(); i++) {
      double loss = expected.get(i).get("loss").asDouble();
      assertEquals(loss, found.get(i).get("loss").asDouble(), 1e-3 * loss, "line " + i);
      assertTrue(found.get(i).get("loss_s").asDouble() > 0, found.get(i).toString());
    }
  }

  @Test
  void aStepTellsOfItsParts() throws IOException {
    List<String> told = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void begin(long step, long steps) {}

          @Override
          public void within(StepPhase phase, int done, int all) {
            told.add(phase + " " + done + "/" + all);
          }

          @Override
          public void step(long step, double loss, double samplesPerSecond) {}
        };
    RunConfig run = with("train.micro_batch=4", "train.steps=1");
    try (Trainer trainer = Trainer.start(run, folder, folder.resolve("told"), progress)) {
      trainer.run();
    }
    assertEquals("EMBEDDING 0/2", told.get(0));
    assertEquals("BACKWARD 2/2", told.get(told.size() - 1));
    assertEquals(8, new HashSet<>(told).size(), told.toString());
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnyWork() {
    refused("train.micro_batch 3 does not divide train.batch 8", "train.micro_batch=3");
    refused("train.micro_batch 16 is larger than train.batch 8", "train.micro_batch=16");
    refused("train.micro_batch is to be at least 1, not 0", "train.micro_batch=0");
    refused("a batch of 49 pairs is larger than the data", "train.batch=49");
    refused("a batch of 8 pairs for each of 7 workers is larger", "data.workers=7");
    refused("48", "train.batch=50", "train.micro_batch=25");
    refused(
        "train.keep: pictures cannot be kept DECODED",
        "train.micro_batch=2",
        "data.augment={rotate_degrees: 5}");
    refused("train.keep", "train.keep=nothing");
    refused(
        "loss.tile 40000: a tile of 32768 rows and columns of logits takes 4096 MiB, there is room"
            + " for ",
        "loss.tile=40000",
        "train.batch=32768",
        "train.micro_batch=4");
  }

  private void refused(String words, String... settings) {
    Path out = folder.resolve("refused");
    Exception e =
        assertThrows(
            RuntimeException.class,
            () -> Trainer.start(with(settings), folder, out, Progress.NONE).close());
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertTrue(!Files.exists(out), "nothing is written");
  }

  private RunConfig inMicroBatches(String keep) throws IOException {
    return with(
        "train.micro_batch=2", "train.keep=" + keep, "model_cfg.vision_cfg.patch_dropout=0.5");
  }

  @Test
  void equalRunsLeaveEqualBytesHoweverTheirPathsAreSpelt() throws IOException {
    Path straight = folder.resolve("straight");
    train(config, straight);
    RunConfig elsewhere =
        RunConfig.read(
            folder.resolve("tiny.yaml"),
            List.of(
                "data.train=[./tiny-000000.tar, ./tiny-000001.tar]",
                "eval.data=[" + folder.resolve("tiny-000000.tar") + "]"));
    Path other = folder.resolve("other");
    train(elsewhere, other);
    assertSameCheckpoint(straight, other);
  }

  @Test
  void samplesAreCountedThroughAChangeOfTheBatch() throws IOException {
    Path out = folder.resolve("batches");
    stopAt(6, out);
    try (Trainer trainer = Trainer.resume(with("train.batch=4"), folder, out, Progress.NONE)) {
      trainer.run();
    }
    JsonNode last = lines(out).get(11);
    assertEquals(12, last.get("step").asInt());
    assertEquals(6 * 8 + 6 * 4, last.get("samples").asInt());
  }

  @Test
  void anOlderStateLoads() throws IOException {
    Path out = folder.resolve("older");
    stopAt(6, out);
    Path file = out.resolve("checkpoints/last/trainer_state.json");
    ObjectNode state = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    assertEquals(48, state.remove("samples").asInt());
    assertTrue(!state.remove("row_kernels").isNull());
    assertTrue(!state.remove("history").isNull());
    ((ObjectNode) state.at("/config/data")).putArray("train").add("tiny-{000000..000001}.tar");
    ((ObjectNode) state.at("/config/eval")).putArray("data").add("tiny-000000.tar");
    Files.writeString(file, state.toString());
    Files.delete(file.resolveSibling("checksums.sha256"));
    try (Trainer trainer = Trainer.resume(config, folder, out, Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
    assertEquals(96, lines(out).get(11).get("samples").asInt());
  }

  @Test
  void whatChangedIsSaidOnResume() throws IOException {
    Path out = folder.resolve("longer");
    stopAt(6, out);
    try (Warnings warnings = new Warnings(Trainer.class)) {
      Trainer.resume(with("train.steps=20"), folder, out, Progress.NONE).close();
      List<String> said = warnings.lines();
      assertEquals(1, said.size(), said.toString());
      assertTrue(said.get(0).startsWith("train.steps was 12 and is 20: "), said.get(0));
    }
  }

  @Test
  void aDamagedCheckpointFallsBackToTheOneBeforeAndEndsInTheSameBytes() throws IOException {
    Path straight = folder.resolve("straight");
    train(config, straight);
    Path damaged = folder.resolve("damaged");
    stopAt(6, damaged);
    Path moments = damaged.resolve("checkpoints/step-000006/optimizer.safetensors");
    byte[] bytes = Files.readAllBytes(moments);
    bytes[bytes.length / 2] ^= 1;
    Files.write(moments, bytes);
    try (Warnings warnings = new Warnings(CheckpointStore.class);
        Trainer trainer = Trainer.resume(config, folder, damaged, Progress.NONE)) {
      assertTrue(warnings.lines().get(0).contains("optimizer.safetensors is not as it was"));
      assertEquals(12, trainer.run());
    }
    assertSameCheckpoint(straight, damaged);
    assertEquals(steps(straight), steps(damaged));
  }

  @Test
  void theBestCheckpointsStay() throws IOException {
    RunConfig run =
        with("checkpoint={every_steps: 100, keep: 1, keep_best: 1}", "eval.every_steps=3");
    Path out = folder.resolve("best");
    train(run, out);
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
    StopAt stop = StopAt.step(7);
    try (Trainer trainer = Trainer.start(run, folder, stopped, stop)) {
      stop.asks(trainer);
      trainer.run();
    }
    try (Trainer trainer = Trainer.resume(run, folder, stopped, Progress.NONE)) {
      trainer.run();
    }
    assertSameCheckpoint(out, stopped);
  }

  private static void assertSameCheckpoint(Path expected, Path found) throws IOException {
    for (String file : CHECKPOINT_FILES) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve("checkpoints/last/" + file)),
          Files.readAllBytes(found.resolve("checkpoints/last/" + file)),
          file);
    }
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
    train(with("data.train=[tiny-000000.tar, bad-000000.tar, cut.tar]"), out);
    JsonNode last = lines(out).get(11);
    assertEquals(2, last.get("skipped_samples").asInt());
    assertEquals(1, last.get("skipped_shards").asInt());
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
  void aPageThatCannotBeWrittenEndsNoRun() throws IOException {
    Path out = folder.resolve("page");
    Files.createDirectories(out.resolve("report.html/in-the-way"));
    try (Warnings warnings = new Warnings(RunReport.class)) {
      train(with("eval.every_steps=6"), out);
      assertEquals(2, warnings.lines().size(), warnings.lines().toString());
      assertTrue(warnings.lines().get(0).contains("report.html"), warnings.lines().get(0));
    }
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

  private RunConfig with(String... settings) throws IOException {
    return RunConfig.read(folder.resolve("tiny.yaml"), List.of(settings));
  }

  private void train(RunConfig run, Path out) throws IOException {
    try (Trainer trainer = Trainer.start(run, folder, out, Progress.NONE)) {
      assertEquals(run.train().steps(), trainer.run());
    }
  }

  private void stopAt(long step, Path out) throws IOException {
    StopAt stop = StopAt.step(step);
    try (Trainer trainer = Trainer.start(config, folder, out, stop)) {
      stop.asks(trainer);
      assertEquals(step, trainer.run());
    }
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
