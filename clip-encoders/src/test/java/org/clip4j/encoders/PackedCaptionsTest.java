package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** What stands beside a caption in its batch, or behind its end, changes nothing. */
class PackedCaptionsTest {

  private static final ModelConfig CONFIG =
      new ModelConfig(
          8, false, new VisionConfig(16, 8, 32, 1, 16, 4), new TextConfig(8, 50, 16, 2, 2, 4));

  @Test
  void aCaptionIsEmbeddedAlikeAloneAndAmongOthers() {
    int[][] batch = {{48, 1, 2, 3, 4, 5, 6, 49}, {48, 7, 49, 0, 0}, {48, 8, 9, 49}};
    try (ClipModel model = new ClipModel(CONFIG, DataType.DOUBLE, false);
        Arena arena = new Arena(DataType.DOUBLE)) {
      model.initialize(1);
      Tensor together = embed(model, arena, batch);
      for (int i = 0; i < batch.length; i++) {
        Tensor alone = embed(model, arena, new int[][] {batch[i]});
        for (int d = 0; d < 8; d++) {
          assertEquals(together.get(8L * i + d), alone.get(d), 1e-14);
        }
      }
    }
  }

  private static Tensor embed(ClipModel model, Arena arena, int[][] captions) {
    Tape tape = new Tape(new Nd4jKernels(), arena, false);
    return model.encodeTexts(tape, TokenBatch.pack(captions, CONFIG.textCfg())).value();
  }
}
