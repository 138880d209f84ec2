package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.Pointer;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.GradientClipping;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Native memory stays flat over 200 steps, with captions of ever other lengths. */
@Tag("long")
class NativeMemoryTest {

  private static final int BATCH = 16;
  private static final int WARM_UP = 40;
  private static final int STEPS = 200;

  @Test
  void staysFlat() {
    ModelConfig config = ModelConfig.preset("ViT-Micro-8-32");
    DeterministicRandom random = DeterministicRandom.of(1);
    float[] pixels = new float[BATCH * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    try (ClipModel model = new ClipModel(config, DataType.FLOAT, true);
        AdamW optimizer = new AdamW(model.parameters(), AdamWConfig.OPEN_CLIP);
        TrainStep step =
            new TrainStep(
                model,
                new InfoNceLoss(),
                optimizer,
                new GradientClipping(1),
                KernelSelector.of(DataType.FLOAT))) {
      model.initialize(1);
      // The longest captions first, so that the arena has its size when they are over.
      step.run(pixels, captions(config, random, 16), 1e-4);
      for (int i = 0; i < WARM_UP; i++) {
        step.run(pixels, captions(config, random, 3 + random.nextInt(13)), 1e-4);
      }
      long arena = step.arenaBytes();
      long resident = Pointer.physicalBytes();
      for (int i = 0; i < STEPS; i++) {
        step.run(pixels, captions(config, random, 3 + random.nextInt(13)), 1e-4);
      }
      assertEquals(arena, step.arenaBytes(), "the arena");
      long grown = Pointer.physicalBytes() - resident;
      // The Java heap lives in the same process: what 200 leaking steps would add is far more than
      // this.
      assertTrue(grown < 200L << 20, "the process grew by " + grown + " bytes");
    }
  }

  private static TokenBatch captions(ModelConfig config, DeterministicRandom random, int longest) {
    int[][] ids = new int[BATCH][];
    for (int i = 0; i < BATCH; i++) {
      ids[i] = new int[Math.max(2, longest - i % 3)];
      for (int t = 0; t < ids[i].length; t++) {
        ids[i][t] = random.nextInt(49406);
      }
      ids[i][ids[i].length - 1] = 49407;
    }
    return TokenBatch.pack(ids, config.textCfg());
  }
}
