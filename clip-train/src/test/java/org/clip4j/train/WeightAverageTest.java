package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class WeightAverageTest {

  private static final ModelConfig CONFIG =
      new ModelConfig(
          8, false, new VisionConfig(16, 4, 16, 2, 8, 2, 0.0), new TextConfig(9, 40, 16, 2, 2, 2));

  private static final String[] AVERAGED = {
    "train.ema_decay=0.8", "eval.every_steps=4", "eval.ema=true"
  };

  @TempDir private Path folder;

  @Test
  void followsItsDefinition() throws IOException {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, false);
        WeightAverage average = new WeightAverage(model, 0.9)) {
      model.initialize(1);
      Tensor weights = model.parameters().flatValues();
      average.begin();
      double expected = weights.get(5);
      double still = weights.get(6);
      for (int i = 0; i < 10; i++) {
        weights.set(5, i);
        expected = 0.9 * expected + 0.1 * i;
        average.update();
      }
      double wanted = expected;
      double found = average.in(() -> weights.get(5));
      assertEquals(wanted, found, 1e-5);
      assertEquals(still, average.in(() -> weights.get(6)), 0);
      assertEquals(9, weights.get(5), 0);
    }
  }

  @Test
  void theModelKeepsItsValuesWhateverHappens() {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, false);
        WeightAverage average = new WeightAverage(model, 0.9)) {
      model.initialize(1);
      average.begin();
      model.initialize(2);
      INDArray before = model.parameters().flatValues().copy();
      assertThrows(
          IOException.class,
          () ->
              average.in(
                  () -> {
                    throw new IOException("disk");
                  }));
      Path file = folder.resolve("file");
      assertThrows(
          IOException.class,
          () -> {
            Files.writeString(file, "no folder");
            average.write(file);
          });
      assertEquals(before, model.parameters().flatValues().copy());
    }
  }

  @Test
  void aRunKeepsItInTheCheckpointAndResumesBitForBit() throws IOException {
    TinyRun.prepare(folder);
    TinyRuns runs = new TinyRuns(folder);
    Path run = runs.requireSameStoppedAndResumed(runs.with(AVERAGED), 5);
    Path last = run.resolve("checkpoints/last");
    String sums = Files.readString(last.resolve("checksums.sha256"));
    assertTrue(sums.contains("ema/open_clip_model.safetensors"), sums);
    try (ClipModel trained = ClipModel.load(last);
        ClipModel averaged = ClipModel.load(last.resolve("ema"))) {
      assertNotEquals(
          trained.parameters().flatValues().copy(), averaged.parameters().flatValues().copy());
    }
    assertEquals(
        3, TinyRuns.lines(run).stream().filter(l -> l.at("/eval_ema/top1").isNumber()).count());
  }

  /** Without the average, the run is the same. */
  @Test
  void itChangesNothingOfTheRun() throws IOException {
    TinyRun.prepare(folder);
    TinyRuns runs = new TinyRuns(folder);
    Path with = folder.resolve("with");
    runs.train(runs.with(AVERAGED), with);
    Path without = folder.resolve("without");
    runs.train(runs.with(), without);
    String weights = "checkpoints/last/open_clip_model.safetensors";
    assertEquals(-1, Files.mismatch(with.resolve(weights), without.resolve(weights)));
  }

  @Test
  void aCheckpointWithoutOneBeginsAtItsWeights() throws IOException {
    TinyRun.prepare(folder);
    TinyRuns runs = new TinyRuns(folder);
    Path out = folder.resolve("out");
    runs.stopAt(runs.with(), 5, out);
    try (Warnings warnings = new Warnings(WeightAverage.class)) {
      runs.resumeWithChanges(runs.with("train.ema_decay=0.8"), out);
      assertTrue(warnings.lines().get(0).contains("no moving average"), warnings.lines().get(0));
    }
  }
}
