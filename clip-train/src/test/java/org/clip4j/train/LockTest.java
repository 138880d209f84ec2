package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.DecayRule;
import org.clip4j.train.optim.GradientClipping;
import org.clip4j.train.optim.Tower;
import org.clip4j.train.optim.TowerLock;
import org.clip4j.train.optim.TowerRates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A locked encoder; where its last groups learn, {@link UnlockedGroupsTest}. */
class LockTest {

  private static final ModelConfig CONFIG =
      new ModelConfig(
          8, false, new VisionConfig(16, 4, 16, 2, 8, 2, 0.5), new TextConfig(9, 40, 16, 2, 2, 2));
  private static final Kernels KERNELS = KernelSelector.of(DataType.FLOAT);

  private static AdamW optimizer(ClipModel model, Optional<Tower> locked) {
    AdamWConfig config = new AdamWConfig(0.9, 0.98, 1e-6, 0.2, DecayRule.MATRICES);
    return new AdamW(model.parameters(), config, new TowerRates(1, 1, locked.map(LockTest::whole)));
  }

  private static TowerLock whole(Tower tower) {
    return TowerLock.of(CONFIG, tower, 0);
  }

  private static TrainStep trainStep(ClipModel model, AdamW optimizer, Optional<Tower> locked) {
    StepOptions options = new StepOptions(false, locked.map(LockTest::whole), Optional.empty());
    return new TrainStep(
        model, new InfoNceLoss(), optimizer, new GradientClipping(1), KERNELS, 3, options);
  }

  /** The locked encoder keeps nothing for a backward pass, and its pictures are not asked again. */
  @Test
  void aLockSavesWork() {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true);
        AdamW optimizer = optimizer(model, Optional.of(Tower.IMAGE));
        TrainStep locked = trainStep(model, optimizer, Optional.of(Tower.IMAGE));
        BatchGradients less =
            new BatchGradients(
                model, new InfoNceLoss(), KERNELS, StepOptions.of(false).with(whole(Tower.IMAGE)));
        BatchGradients all = new BatchGradients(model, new InfoNceLoss(), KERNELS)) {
      model.initialize(1);
      ArrayBatch batch = new ArrayBatch(CONFIG, 8, 1);
      ArrayBatch.Parts parts = batch.in(4);
      locked.run(parts, 1e-3, PhaseListener.NONE);
      assertEquals(2, parts.given());
      assertEquals(0, parts.again());
      less.run(batch.pixels(), batch.packed());
      all.run(batch.pixels(), batch.packed());
      assertTrue(
          less.mostUsedBytes() < 0.8 * all.mostUsedBytes(),
          less.mostUsedBytes() + " of " + all.mostUsedBytes());
    }
  }

  @Test
  void eachEncoderLearnsAtItsOwnRate() {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true)) {
      model.initialize(1);
      INDArray first = model.parameters().flatValues().copy();
      try (AdamW optimizer =
              new AdamW(
                  model.parameters(),
                  new AdamWConfig(0.9, 0.98, 1e-6, 0.2, DecayRule.MATRICES),
                  new TowerRates(0.5, 2, Optional.empty()));
          TrainStep step = trainStep(model, optimizer, Optional.empty())) {
        step.run(new ArrayBatch(CONFIG, 8, 1).in(8), 1e-3, PhaseListener.NONE);
      }
      List<INDArray> found = model.parameters().all().stream().map(p -> p.value().copy()).toList();
      for (double rate : new double[] {0.5e-3, 1e-3, 2e-3}) {
        model.parameters().flatValues().array().assign(first);
        try (AdamW optimizer = optimizer(model, Optional.empty());
            TrainStep step = trainStep(model, optimizer, Optional.empty())) {
          step.run(new ArrayBatch(CONFIG, 8, 1).in(8), rate, PhaseListener.NONE);
        }
        List<Parameter> all = model.parameters().all();
        for (int i = 0; i < all.size(); i++) {
          Parameter p = all.get(i);
          double own = Tower.IMAGE.has(p) ? 0.5e-3 : Tower.TEXT.has(p) ? 2e-3 : 1e-3;
          if (own == rate) {
            assertEquals(p.value().copy(), found.get(i), p.name());
          }
        }
      }
    }
  }

  @Test
  void everyParameterIsInOneTowerButTheLogits() {
    for (Parameter p : ClipModel.declare(CONFIG).all()) {
      boolean logits = p.name().startsWith("logit_");
      assertEquals(!logits, Tower.IMAGE.has(p) ^ Tower.TEXT.has(p), p.name());
    }
  }

  @Test
  void aRunResumesBitForBitAndItsLockStays(@TempDir Path folder) throws IOException {
    TinyRun.prepare(folder);
    TinyRuns runs = new TinyRuns(folder);
    Path stopped =
        runs.requireSameStoppedAndResumed(runs.with("train.lock=image", "train.micro_batch=4"), 5);
    assertFalse(Files.exists(stopped.resolve("non-finite")));
    ConfigException e =
        assertThrows(ConfigException.class, () -> runs.resume(runs.with(), stopped));
    assertTrue(e.getMessage().startsWith("train.lock is not set, in"), e.getMessage());
  }
}
