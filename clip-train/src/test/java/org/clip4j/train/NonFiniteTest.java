package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsFile;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class NonFiniteTest {

  @TempDir private Path folder;
  private TinyRuns runs;
  private FlakyLoss.Installed known;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder).having("loss.name=flaky");
    known = flaky(Set.of(), Set.of());
  }

  @AfterEach
  void takeAway() throws IOException {
    known.close();
  }

  private FlakyLoss.Installed flaky(Set<Integer> losses, Set<Integer> gradients)
      throws IOException {
    return FlakyLoss.install(folder, losses, gradients);
  }

  private static JsonNode report(Path step) throws IOException {
    return new ObjectMapper().readTree(step.resolve("report.json").toFile());
  }

  private ArithmeticException ends(Trainer trainer) throws IOException {
    try (trainer) {
      return assertThrows(ArithmeticException.class, trainer::run);
    }
  }

  private static List<String> checkpoints(Path out) throws IOException {
    Path all = out.resolve("checkpoints");
    if (!Files.exists(all)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(all)) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  /**
   * Of the step before, from where a resumed run meets the same batch with the same weights; or,
   * with the cause gone, ends as one that was never stopped.
   */
  @ParameterizedTest
  @ValueSource(ints = {8, 2})
  void aStopLeavesACheckpointOfWhatWasLearnedBefore(int micro) throws IOException {
    RunConfig run =
        runs.with(
            "train.micro_batch=" + micro,
            "train.ema_decay=0.5",
            "model_cfg.vision_cfg.patch_dropout=0.5",
            "data.augment={flip_probability: 0.5, brightness: 0.3}");
    Path straight = folder.resolve("straight");
    runs.train(run, straight);
    Path out = folder.resolve("stops");
    try (FlakyLoss.Installed flaky = flaky(Set.of(), Set.of(7))) {
      ends(Trainer.start(run, folder, out, Progress.NONE));
    }
    assertEquals(List.of("last", "step-000004", "step-000006"), checkpoints(out));
    Path evidence = out.resolve("non-finite/step-000007");
    Path first = Files.move(evidence, folder.resolve("first"));
    try (FlakyLoss.Installed flaky = flaky(Set.of(), Set.of(1));
        Warnings said = new Warnings(RunCheckpoints.class)) {
      ArithmeticException e = ends(Trainer.resume(run, folder, out, Progress.NONE));
      assertTrue(e.getMessage().startsWith("In step 7 the gradients' norm"), e.getMessage());
      assertEquals(List.of(), said.lines(Level.INFO), "it has its checkpoint already");
    }
    for (String file : List.of("report.json", "batch.safetensors")) {
      assertEquals(-1, Files.mismatch(first.resolve(file), evidence.resolve(file)), file);
    }
    try (FlakyLoss.Installed flaky = flaky(Set.of(), Set.of())) {
      runs.resume(run, out);
    }
    TinyRuns.assertSameCheckpoint(straight, out);
    assertEquals(TinyRuns.steps(straight), TinyRuns.steps(out));
  }

  @Test
  void aCheckpointThatIsThereIsNotWrittenTwice() throws IOException {
    Path out = folder.resolve("there");
    try (FlakyLoss.Installed flaky = flaky(Set.of(5), Set.of());
        Warnings said = new Warnings(RunCheckpoints.class)) {
      ends(Trainer.start(runs.with(), folder, out, Progress.NONE));
      assertEquals(1, said.lines(Level.INFO).size(), said.lines(Level.INFO).toString());
    }
    assertEquals(List.of("last", "step-000004"), checkpoints(out));
  }

  @Test
  void nothingLearnedIsNoCheckpoint() throws IOException {
    Path out = folder.resolve("nothing");
    try (FlakyLoss.Installed flaky = flaky(Set.of(1), Set.of())) {
      ends(Trainer.start(runs.with(), folder, out, Progress.NONE));
    }
    assertTrue(Files.exists(out.resolve("non-finite/step-000001/report.json")));
    assertEquals(List.of(), checkpoints(out));
  }

  /** The trouble with the step is what is told, that with the disk beside it. */
  @Test
  void aCheckpointThatCannotBeWrittenDoesNotHideTheStep() throws IOException {
    Path out = folder.resolve("full");
    try (FlakyLoss.Installed flaky = flaky(Set.of(3), Set.of());
        Trainer trainer = Trainer.start(runs.with(), folder, out, Progress.NONE)) {
      Files.createDirectories(out);
      Files.writeString(out.resolve("checkpoints"), "in the way");
      ArithmeticException e = assertThrows(ArithmeticException.class, trainer::run);
      assertTrue(e.getMessage().startsWith("In step 3 the loss is not finite"), e.getMessage());
      assertTrue(e.getSuppressed()[0].getMessage().startsWith("The checkpoint of step 2 could"));
    }
  }

  @Test
  void stopsAndSaysWhatWasNotFiniteAndWhereTheEvidenceIs() throws IOException {
    Path out = folder.resolve("stops");
    try (FlakyLoss.Installed flaky = flaky(Set.of(), Set.of(6));
        Trainer trainer = Trainer.start(runs.with(), folder, out, Progress.NONE)) {
      ArithmeticException e = assertThrows(ArithmeticException.class, trainer::run);
      assertTrue(e.getMessage().startsWith("In step 6 the gradients' norm is not finite"));
      assertTrue(e.getMessage().contains(out.resolve("non-finite/step-000006").toString()));
    }
    assertEquals(List.of(1, 2, 3, 4, 5), TinyRuns.steps(out));
    assertTrue(Files.readString(out.resolve("report.html")).contains("Behind step 5 of 12."));
    try (FlakyLoss.Installed flaky = flaky(Set.of(), Set.of())) {
      runs.resume(runs.with(), out);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 2})
  void theEvidenceHoldsTheBatchAndTheNorms(int micro) throws IOException {
    Path out = folder.resolve("evidence");
    try (FlakyLoss.Installed flaky = flaky(Set.of(3), Set.of());
        Trainer trainer =
            Trainer.start(runs.with("train.micro_batch=" + micro), folder, out, Progress.NONE)) {
      ArithmeticException e = assertThrows(ArithmeticException.class, trainer::run);
      assertTrue(e.getMessage().startsWith("In step 3 the loss is not finite (loss NaN"));
    }
    Path step = out.resolve("non-finite/step-000003");
    JsonNode report = report(step);
    assertEquals("NaN", report.get("loss").asText());
    assertTrue(report.get("grad_norm").asDouble() > 0);
    assertEquals(8, report.get("batch").size());
    Set<String> keys =
        IntStream.range(0, 8)
            .mapToObj(i -> report.get("batch").get(i).get("key").asText())
            .collect(Collectors.toSet());
    assertEquals(8, keys.size());
    assertTrue(keys.iterator().next().startsWith("pair"), keys.toString());
    JsonNode scale = report.get("parameters").get(0);
    assertEquals("logit_scale", scale.get("name").asText());
    assertTrue(scale.get("norm").asDouble() > 2);
    SafetensorsFile batch = Safetensors.read(step.resolve("batch.safetensors"));
    assertArrayEquals(new long[] {8, 3, 16, 16}, batch.tensor("pixels").shape());
    JsonNode last = report.get("batch").get(7);
    assertEquals(last.get("tokens").get(1).asInt(), batch.tensor("tokens").getInt(7, 1));
    assertEquals(
        last.get("pixels").get("mean").asDouble(),
        batch.tensor("pixels").slice(7).meanNumber().doubleValue(),
        1e-5);
  }

  /** The pictures come again in their order, whichever micro-batch they were in. */
  @Test
  void theEvidenceDoesNotHangOnTheDivision() throws IOException {
    for (int micro : new int[] {8, 2}) {
      try (FlakyLoss.Installed flaky = flaky(Set.of(3), Set.of());
          Trainer trainer =
              Trainer.start(
                  runs.with("train.micro_batch=" + micro, "optim.lr=1e-9"),
                  folder,
                  folder.resolve("in-" + micro),
                  Progress.NONE)) {
        assertThrows(ArithmeticException.class, trainer::run);
      }
    }
    String batch = "non-finite/step-000003/batch.safetensors";
    assertEquals(
        -1, Files.mismatch(folder.resolve("in-8").resolve(batch), folder.resolve("in-2/" + batch)));
  }

  /** The dropped update moves neither weights nor moments, and a resumed run knows of it. */
  @Test
  void skippedUpdatesAreCountedAndResumeBitForBit() throws IOException {
    RunConfig run = runs.with("train.non_finite=skip", "model_cfg.vision_cfg.patch_dropout=0.5");
    Path straight = folder.resolve("straight");
    try (FlakyLoss.Installed flaky = flaky(Set.of(3, 9), Set.of(4))) {
      runs.train(run, straight);
    }
    List<JsonNode> lines = TinyRuns.lines(straight);
    assertEquals(3, lines.get(11).get("skipped_steps").asInt());
    assertEquals(9 * 8, lines.get(11).get("samples").asInt());
    assertFalse(lines.get(2).has("loss"));
    assertTrue(lines.get(4).has("loss"));
    Path stopped = folder.resolve("stopped");
    try (FlakyLoss.Installed flaky = flaky(Set.of(3, 9), Set.of(4))) {
      runs.stopAt(run, 5, stopped);
      runs.resume(run, stopped);
    }
    TinyRuns.assertSameCheckpoint(straight, stopped);
  }

  @Test
  void tooManyInARowEndTheRun() throws IOException {
    RunConfig run =
        runs.with(
            "train.non_finite=skip", "train.non_finite_limit=2", "checkpoint.every_steps=100");
    Path out = folder.resolve("many");
    try (FlakyLoss.Installed flaky = flaky(Set.of(1, 2, 4, 5, 7, 8, 9), Set.of());
        Trainer trainer = Trainer.start(run, folder, out, Progress.NONE)) {
      ArithmeticException e = assertThrows(ArithmeticException.class, trainer::run);
      assertTrue(e.getMessage().startsWith("In step 9 the loss"), e.getMessage());
      assertTrue(e.getMessage().contains("in a row: 3, train.non_finite_limit: 2"), e.getMessage());
    }
    assertEquals(List.of("last", "step-000008"), checkpoints(out));
    try (FlakyLoss.Installed flaky = flaky(Set.of(1), Set.of());
        Trainer trainer = Trainer.resume(run, folder, out, Progress.NONE)) {
      ArithmeticException e = assertThrows(ArithmeticException.class, trainer::run);
      assertTrue(e.getMessage().contains("in a row: 3"), e.getMessage());
    }
  }

  @Test
  void theEvidenceIsBounded() throws IOException {
    Path out = folder.resolve("bounded");
    Set<Integer> all = IntStream.rangeClosed(1, 40).boxed().collect(Collectors.toSet());
    RunConfig run =
        runs.with("train.non_finite=skip", "train.non_finite_limit=50", "train.steps=20");
    try (FlakyLoss.Installed flaky = flaky(all, Set.of())) {
      runs.train(run, out);
    }
    try (var kept = Files.list(out.resolve("non-finite"))) {
      assertEquals(16, kept.count());
    }
  }

  /** An update that leaves the finite numbers, from a loss and gradients that do not. */
  @Test
  void weightsThatAreNotFiniteAreNeverACheckpoint() throws IOException {
    TinyRuns tooFast = runs.having("optim={lr: 1.0e39, warmup_steps: 0}");
    Path out = folder.resolve("checkpoint");
    try (FlakyLoss.Installed flaky = flaky(Set.of(), Set.of());
        Trainer trainer =
            Trainer.start(
                tooFast.with("train.non_finite=skip", "checkpoint.every_steps=1"),
                folder,
                out,
                Progress.NONE)) {
      ArithmeticException e = assertThrows(ArithmeticException.class, trainer::run);
      assertTrue(
          e.getMessage().startsWith("Behind step 1 the parameters are not finite: no checkpoint"),
          e.getMessage());
    }
    assertTrue(new RunFolder(out).checkpoints().isEmpty());
    // Nothing that follows can be better: the first skip would be the last.
    for (String policy : List.of("train.non_finite=skip", "train.non_finite=stop")) {
      requireEndsAtOnce(tooFast.with(policy, "checkpoint.every_steps=100"));
    }
  }

  private void requireEndsAtOnce(RunConfig run) throws IOException {
    try (FlakyLoss.Installed flaky = flaky(Set.of(), Set.of());
        Trainer trainer = Trainer.start(run, folder, folder.resolve("ends"), Progress.NONE)) {
      ArithmeticException e = assertThrows(ArithmeticException.class, trainer::run);
      assertTrue(e.getMessage().startsWith("In step 2 the loss is not finite"), e.getMessage());
      assertTrue(e.getMessage().contains("since an earlier update"), e.getMessage());
      assertEquals(0, e.getSuppressed().length, "none was tried");
    }
    assertEquals(List.of(), checkpoints(folder.resolve("ends")));
  }
}
