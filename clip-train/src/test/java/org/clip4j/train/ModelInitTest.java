package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
  }

  /** Writes a model of other first weights into {@code first}. */
  private void save(CheckpointLayout layout) throws IOException {
    try (Trainer trainer =
        Trainer.start(config("train.seed=77"), folder, folder.resolve("made"), Progress.NONE)) {
      trainer.model().save(folder.resolve("first"), layout);
    }
  }

  private RunConfig config(String... settings) throws IOException {
    return RunConfig.read(folder.resolve("tiny.yaml"), List.of(settings));
  }

  private RunConfig fineTuning(String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of("model_init=first"));
    all.addAll(List.of(settings));
    return config(all.toArray(new String[0]));
  }

  @ParameterizedTest
  @EnumSource(CheckpointLayout.class)
  void theFirstWeightsAreTheCheckpoints(CheckpointLayout layout) throws IOException {
    save(layout);
    Path out = folder.resolve("out");
    try (ClipModel first = ClipModel.load(folder.resolve("first"), DataType.FLOAT, false);
        Trainer trainer = Trainer.start(fineTuning(), folder, out, Progress.NONE)) {
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
    try (Trainer trainer = Trainer.start(fineTuning(), folder, straight, Progress.NONE)) {
      trainer.run();
    }
    Path stopped = folder.resolve("stopped");
    StopAt stop = StopAt.step(5);
    try (Trainer trainer = Trainer.start(fineTuning(), folder, stopped, stop)) {
      stop.asks(trainer);
      trainer.run();
    }
    Files.delete(folder.resolve("first/open_clip_model.safetensors"));
    try (Trainer trainer = Trainer.resume(fineTuning(), folder, stopped, Progress.NONE)) {
      trainer.run();
    }
    String sums = "checkpoints/last/checksums.sha256";
    assertEquals(Files.readString(straight.resolve(sums)), Files.readString(stopped.resolve(sums)));
  }

  @Test
  void otherPictureAndCaptionSizesAreFitted() throws IOException {
    save(CheckpointLayout.OPEN_CLIP);
    RunConfig larger =
        fineTuning(
            "model_cfg.vision_cfg.image_size=24",
            "model_cfg.text_cfg.context_length=6",
            "model_cfg.vision_cfg.patch_dropout=0.5");
    try (Trainer trainer = Trainer.start(larger, folder, folder.resolve("larger"), Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnyWork() throws IOException {
    save(CheckpointLayout.OPEN_CLIP);
    refused("vision_cfg.width is 32, expected 64", "model_cfg.vision_cfg.width=64");
    refused("quick_gelu is false, expected true", "model_cfg.quick_gelu=true");
    refused("init_logit_bias is absent, expected -10", "model_cfg.init_logit_bias=-10");
    refused("there is no model here", "model_init=nowhere");
    Files.delete(folder.resolve("first/open_clip_model.safetensors"));
    refused("open_clip_model.safetensors");
  }

  private void refused(String words, String... settings) {
    Path out = folder.resolve("refused");
    Exception e =
        assertThrows(
            Exception.class,
            () -> Trainer.start(fineTuning(settings), folder, out, Progress.NONE).close());
    assertTrue(e.toString().contains(words), e.toString());
    assertFalse(Files.exists(out), "nothing is written");
  }
}
