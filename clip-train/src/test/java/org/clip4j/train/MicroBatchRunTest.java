package org.clip4j.train;

import static org.clip4j.train.TinyRuns.lines;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose batches go through the encoders in parts. */
@Tag("long")
class MicroBatchRunTest {

  @TempDir private Path folder;
  private TinyRuns runs;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
  }

  /** The draws of patch dropout, too, and pictures kept for the second pass over micro-batches. */
  @ParameterizedTest
  @ValueSource(strings = {"decoded", "encoded"})
  void aRunInMicroBatchesStopsAndResumesBitForBit(String keep) throws IOException {
    runs.requireSameStoppedAndResumed(inMicroBatches(keep), 6);
  }

  /** As Ctrl-C does in a step of minutes, whichever pass it is in. */
  @ParameterizedTest
  @EnumSource(StepPhase.class)
  void aStepOverMicroBatchesIsGivenUpAndMadeAnew(StepPhase phase) throws IOException {
    RunConfig config = inMicroBatches("decoded");
    Path straight = folder.resolve("straight");
    runs.train(config, straight);
    Path stopped = folder.resolve("stopped");
    StopAt stop = StopAt.within(4, phase);
    try (Trainer trainer = Trainer.start(config, folder, stopped, stop)) {
      stop.asks(trainer);
      assertEquals(4, trainer.run());
    }
    runs.resume(config, stopped);
    TinyRuns.assertSameCheckpoint(straight, stopped);
  }

  @Test
  void howPicturesAreKeptChangesNoBit() throws IOException {
    Path decoded = folder.resolve("decoded");
    runs.train(inMicroBatches("decoded"), decoded);
    Path encoded = folder.resolve("encoded");
    runs.train(inMicroBatches("encoded"), encoded);
    for (String file : TinyRuns.CHECKPOINT_FILES.subList(0, 3)) {
      assertArrayEquals(
          Files.readAllBytes(decoded.resolve("checkpoints/last/" + file)),
          Files.readAllBytes(encoded.resolve("checkpoints/last/" + file)),
          file);
    }
    // What was kept in one and not in the other is not another run.
    runs.resume(inMicroBatches("encoded"), decoded);
  }

  @Test
  void microBatchesLearnWhatTheWholeBatchLearns() throws IOException {
    Path whole = folder.resolve("whole");
    runs.train(runs.with("model_cfg.vision_cfg.patch_dropout=0.5"), whole);
    Path divided = folder.resolve("divided");
    runs.train(inMicroBatches("decoded"), divided);
    List<JsonNode> expected = lines(whole);
    List<JsonNode> found = lines(divided);
    for (int i = 0; i < expected.size(); i++) {
      double loss = expected.get(i).get("loss").asDouble();
      assertEquals(loss, found.get(i).get("loss").asDouble(), 1e-3 * loss, "line " + i);
      assertTrue(found.get(i).get("loss_s").asDouble() > 0, found.get(i).toString());
      assertTrue(found.get(i).get("loss_gflop_per_s").asDouble() > 0, found.get(i).toString());
    }
  }

  @Test
  void aStepTellsOfItsParts() throws IOException {
    List<String> told = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void within(StepPhase phase, int done, int all) {
            told.add(phase + " " + done + "/" + all);
          }

          @Override
          public void step(long step, double loss, double samplesPerSecond) {}
        };
    RunConfig run = runs.with("train.micro_batch=4", "train.steps=1");
    try (Trainer trainer = Trainer.start(run, folder, folder.resolve("told"), progress)) {
      trainer.run();
    }
    assertEquals("EMBEDDING 0/2", told.get(0));
    assertEquals("BACKWARD 2/2", told.get(told.size() - 1));
    assertEquals(8, new HashSet<>(told).size(), told.toString());
  }

  private RunConfig inMicroBatches(String keep) throws IOException {
    return runs.with(
        "train.micro_batch=2", "train.keep=" + keep, "model_cfg.vision_cfg.patch_dropout=0.5");
  }
}
