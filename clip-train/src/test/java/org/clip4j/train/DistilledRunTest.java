package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.clip4j.core.Sha256;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run with a teacher. */
@Tag("long")
class DistilledRunTest {

  private static final String SUMS = "checkpoints/last/checksums.sha256";

  @TempDir private Path folder;
  private TinyRuns runs;
  private TinyRuns taught;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
    taught = runs.having("distill.model=teacher", "distill.weight=0.5");
  }

  private void saveTeacher(CheckpointLayout layout, long seed, String... settings)
      throws IOException {
    TinyTeacher.save(folder, layout, seed, settings);
  }

  private Path run(RunConfig config, String name) throws IOException {
    Path out = folder.resolve(name);
    runs.train(config, out);
    return out;
  }

  @ParameterizedTest
  @EnumSource(CheckpointLayout.class)
  void bothLossesAreInTheMetrics(CheckpointLayout layout) throws IOException {
    saveTeacher(layout, 77);
    Path out = run(taught.with(), "out");
    List<String> lines = Files.readAllLines(out.resolve("metrics.jsonl"));
    assertEquals(12, lines.size());
    for (String text : lines) {
      JsonNode line = new ObjectMapper().readTree(text);
      double contrastive = line.get("contrastive_loss").asDouble();
      double distill = line.get("distill_loss").asDouble();
      assertTrue(contrastive > 0 && distill > 0, text);
      assertEquals(contrastive + 0.5 * distill, line.get("loss").asDouble(), 1e-12);
    }
    assertEquals(
        Sha256.of(folder.resolve("teacher").resolve(layout.weightsFile())),
        new ObjectMapper()
            .readTree(out.resolve("checkpoints/last/trainer_state.json").toFile())
            .at("/history/teacher")
            .asText());
    // The run's own configuration finds it too, counted from the run's folder.
    assertEquals(
        "../teacher", RunConfig.read(out.resolve("config.yaml"), List.of()).distill().model());
  }

  @Test
  void theTeacherIsLearnedFrom() throws IOException {
    saveTeacher(CheckpointLayout.OPEN_CLIP, 77);
    String first = Files.readString(run(taught.with(), "taught").resolve(SUMS));
    assertEquals(first, Files.readString(run(taught.with(), "again").resolve(SUMS)));
    assertNotEquals(
        first, Files.readString(run(taught.with("distill.weight=1"), "more").resolve(SUMS)));
    Path alone = run(runs.with(), "alone");
    assertFalse(Files.readString(alone.resolve("metrics.jsonl")).contains("distill"));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4})
  void aResumedRunIsTheOneThatWasNotStopped(int microBatch) throws IOException {
    saveTeacher(CheckpointLayout.OPEN_CLIP, 77);
    RunConfig config = taught.with("train.micro_batch=" + microBatch);
    try (Warnings warnings = new Warnings(Trainer.class)) {
      runs.requireSameStoppedAndResumed(config, 5);
      assertEquals(List.of(), warnings.lines());
    }
  }

  @Test
  void anotherTeacherIsAnotherRun() throws IOException {
    saveTeacher(CheckpointLayout.OPEN_CLIP, 77);
    Path out = run(taught.with(), "out");
    String before = Files.readString(out.resolve(SUMS));
    saveTeacher(CheckpointLayout.OPEN_CLIP, 78);
    assertWarned(out, taught.with("train.steps=13"), "distill.model has other weights");
    assertWarned(out, taught.with("distill.weight=2"), "distill.weight is 2.0, expected 0.5");
    assertWarned(out, runs.with(), "distill is absent, expected");
    Files.delete(folder.resolve("teacher/open_clip_model.safetensors"));
    Exception e =
        assertThrows(
            IOException.class, () -> Trainer.resume(taught.with(), folder, out, Progress.NONE));
    assertTrue(e.toString().contains("open_clip_model.safetensors"), e.toString());
    assertEquals(before, Files.readString(out.resolve(SUMS)));
  }

  private void assertWarned(Path out, RunConfig config, String words) throws IOException {
    try (Warnings warnings = new Warnings(Trainer.class);
        Trainer trainer = Trainer.resumeWithChanges(config, folder, out, Progress.NONE)) {
      assertTrue(
          warnings.lines().stream().anyMatch(line -> line.contains(words)),
          warnings.lines().toString());
    }
  }

  @Test
  void aTeacherOfOtherPicturesOrCaptionsIsRefusedBeforeAnyWork() throws IOException {
    saveTeacher(CheckpointLayout.OPEN_CLIP, 1, "model_cfg.vision_cfg.image_size=24");
    taught.requireRefused("vision_cfg.image_size is 24, the run's is 16");
    saveTeacher(CheckpointLayout.OPEN_CLIP, 1, "model_cfg.text_cfg.context_length=9");
    taught.requireRefused("text_cfg.context_length is 9, the run's is 8");
    RunConfig other = runs.with("model_cfg.text_cfg.vocab_size=100");
    TinyTeacher.save(
        folder, ModelSpec.of(other.modelCfg(), other.preprocess()), CheckpointLayout.OPEN_CLIP, 1);
    taught.requireRefused("text_cfg.vocab_size is 100, the run's is 49408");
    saveTeacher(CheckpointLayout.OPEN_CLIP, 1, "preprocess_cfg.mean=[0.5, 0.5, 0.5]");
    taught.requireRefused(
        "preprocess_cfg.mean is [0.5,0.5,0.5], expected [0.48145466,0.4578275,0.40821073]");
    taught.requireRefused("there is no model here", "distill.model=nowhere");
    taught.requireRefused("distill.weight is to be positive, not 0", "distill.weight=0");
    saveTeacher(CheckpointLayout.OPEN_CLIP, 1);
    taught.requireRefused(
        " MiB for each of the 2 that are there at once: take ",
        "loss.tile=40000",
        "train.batch=32768",
        "train.micro_batch=4");
    Files.delete(folder.resolve("teacher/open_clip_model.safetensors"));
    taught.requireRefused("open_clip_model.safetensors");
  }

  /** Whether the teacher is to blame is what one wants to know first. */
  @Test
  void evidenceOfWhatIsNotFiniteTellsTheLossesApart() throws IOException {
    saveTeacher(CheckpointLayout.OPEN_CLIP, 77);
    Path out = folder.resolve("out");
    try (FlakyLoss.Installed flaky = FlakyLoss.install(folder, Set.of(3), Set.of());
        Trainer trainer =
            Trainer.start(taught.with("loss.name=flaky"), folder, out, Progress.NONE)) {
      assertThrows(ArithmeticException.class, trainer::run);
    }
    JsonNode report =
        new ObjectMapper().readTree(out.resolve("non-finite/step-000003/report.json").toFile());
    assertEquals("NaN", report.get("contrastive_loss").asText());
    assertTrue(report.get("distill_loss").asDouble() > 0, report.toString());
  }

  @Test
  void whatATeacherDoesNotSayIsSaid() throws IOException {
    TinyTeacher.save(
        folder,
        ModelSpec.of(runs.with("model_cfg.embed_dim=24").modelCfg()),
        CheckpointLayout.OPEN_CLIP,
        3);
    try (Warnings warnings = new Warnings(TeacherCheckpoint.class)) {
      run(taught.with(), "out");
      assertEquals(1, warnings.lines().size(), warnings.lines().toString());
      assertTrue(warnings.lines().get(0).contains("does not say how it wants its pictures"));
    }
  }
}
