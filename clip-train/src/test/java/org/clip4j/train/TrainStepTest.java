package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.GradientClipping;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrainStepTest {

  private static final ModelConfig CONFIG =
      new ModelConfig(
          8, false, new VisionConfig(16, 4, 16, 2, 8, 2, 0.5), new TextConfig(9, 40, 16, 2, 2, 2));

  /** One encoder pass forward per micro-batch and pass; no second pass where there is only one. */
  @Test
  void aBatchInOnePieceGoesForwardOnce() {
    assertEquals(1, forwards(8));
    assertEquals(2 * 2, forwards(4));
    assertEquals(8 * 2, forwards(1));
  }

  private static int forwards(int micro) {
    Map<String, Integer> calls = new HashMap<>();
    step(micro, 1, 0, CountedKernels.into(calls));
    return calls.get("patchify");
  }

  @Test
  void inOnePieceItIsTheStepWithoutMicroBatchesBitForBit() {
    Kernels kernels = KernelSelector.of(DataType.FLOAT);
    ArrayBatch batch = new ArrayBatch(CONFIG, 8, 1);
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true);
        AdamW optimizer = new AdamW(model.parameters(), AdamWConfig.OPEN_CLIP);
        TrainStep step = trainStep(model, optimizer, kernels, 0)) {
      model.initialize(1);
      step.run(batch.pixels(), batch.captions(), 1e-3);
      assertEquals(model.parameters().flatValues().copy(), step(8, 1, 0, kernels));
    }
  }

  /**
   * Every update draws anew, and so does every seed; what is drawn does not hang on the division.
   */
  @Test
  void patchDropoutFollowsSeedAndUpdates() {
    Kernels kernels = KernelSelector.of(DataType.FLOAT);
    assertEquals(step(4, 2, 5, kernels), step(4, 2, 5, kernels));
    assertNotEquals(step(4, 1, 5, kernels), step(4, 1, 6, kernels));
    INDArray whole = step(8, 2, 5, kernels);
    INDArray divided = step(2, 2, 5, kernels);
    double off = whole.sub(divided).norm2Number().doubleValue();
    assertTrue(off < 1e-4 * whole.norm2Number().doubleValue(), "off by " + off);
  }

  @Test
  void theFirstTwoStepsOnOneBatchLookAtOtherPatches() {
    Kernels kernels = KernelSelector.of(DataType.FLOAT);
    ArrayBatch batch = new ArrayBatch(CONFIG, 8, 1);
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true);
        AdamW optimizer = new AdamW(model.parameters(), AdamWConfig.OPEN_CLIP);
        TrainStep step = trainStep(model, optimizer, kernels, 0)) {
      model.initialize(1);
      // Without a learning rate nothing else can change the loss.
      double first = step.run(batch.in(4), 0, PhaseListener.NONE).loss();
      assertNotEquals(first, step.run(batch.in(4), 0, PhaseListener.NONE).loss());
      assertTrue(step.embeddingBytes() > 0 && step.arenaBytes() > 0);
    }
  }

  /** The parameters after some updates. */
  private static INDArray step(int micro, int updates, long seed, Kernels kernels) {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, true);
        AdamW optimizer = new AdamW(model.parameters(), AdamWConfig.OPEN_CLIP);
        TrainStep step = trainStep(model, optimizer, kernels, seed)) {
      model.initialize(1);
      for (int i = 0; i < updates; i++) {
        step.run(new ArrayBatch(CONFIG, 8, 1 + i).in(micro), 1e-3, PhaseListener.NONE);
      }
      return model.parameters().flatValues().copy();
    }
  }

  private static TrainStep trainStep(ClipModel model, AdamW optimizer, Kernels kernels, long seed) {
    return new TrainStep(
        model,
        new InfoNceLoss(),
        optimizer,
        new GradientClipping(1),
        kernels,
        seed,
        StepOptions.of(false));
  }
}
