package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.Sha256;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class ModelInitTest {

  @TempDir private Path folder;
  private TinyRuns runs;
  private TinyRuns tuned;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
    tuned = runs.having("model_init=first");
  }

  /** Writes a model of other first weights into {@code first}. */
  private void save(CheckpointLayout layout) throws IOException {
    try (Trainer trainer =
        Trainer.start(runs.with("train.seed=77"), folder, folder.resolve("made"), Progress.NONE)) {
      trainer.model().save(folder.resolve("first"), layout);
    }
  }

  @ParameterizedTest
  @EnumSource(CheckpointLayout.class)
  void theFirstWeightsAreTheCheckpoints(CheckpointLayout layout) throws IOException {
    save(layout);
    Path out = folder.resolve("out");
    try (ClipModel first = ClipModel.load(folder.resolve("first"), DataType.FLOAT, false);
        Trainer trainer = Trainer.start(tuned.with(), folder, out, Progress.NONE)) {
      assertEquals(
          first.parameters().flatValues().copy(), trainer.model().parameters().flatValues().copy());
      assertEquals(12, trainer.run());
    }
    Path weights = folder.resolve("first").resolve(layout.weightsFile());
    assertEquals(
        Sha256.of(weights),
        new ObjectMapper()
            .readTree(out.resolve("checkpoints/last/trainer_state.json").toFile())
            .at("/history/model_init")
            .asText());
    // The run's own configuration finds it too, counted from the run's folder.
    assertEquals("../first", RunConfig.read(out.resolve("config.yaml"), List.of()).modelInit());
  }

  @Test
  void aResumedRunNeedsItNoMore() throws IOException {
    save(CheckpointLayout.OPEN_CLIP);
    Path straight = folder.resolve("straight");
    runs.train(tuned.with(), straight);
    Path stopped = folder.resolve("stopped");
    runs.stopAt(tuned.with(), 5, stopped);
    Files.delete(folder.resolve("first/open_clip_model.safetensors"));
    runs.resume(tuned.with(), stopped);
    TinyRuns.assertSameCheckpoint(straight, stopped);
  }

  @Test
  void otherPictureAndCaptionSizesAreFitted() throws IOException {
    save(CheckpointLayout.OPEN_CLIP);
    RunConfig larger =
        tuned.with(
            "model_cfg.vision_cfg.image_size=24",
            "model_cfg.text_cfg.context_length=6",
            "model_cfg.vision_cfg.patch_dropout=0.5");
    runs.train(larger, folder.resolve("larger"));
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnyWork() throws IOException {
    save(CheckpointLayout.OPEN_CLIP);
    tuned.requireRefused("vision_cfg.width is 32, expected 64", "model_cfg.vision_cfg.width=64");
    tuned.requireRefused("quick_gelu is false, expected true", "model_cfg.quick_gelu=true");
    tuned.requireRefused(
        "init_logit_bias is absent, expected -10", "model_cfg.init_logit_bias=-10");
    tuned.requireRefused("there is no model here", "model_init=nowhere");
    Files.delete(folder.resolve("first/open_clip_model.safetensors"));
    tuned.requireRefused("open_clip_model.safetensors");
  }
}
