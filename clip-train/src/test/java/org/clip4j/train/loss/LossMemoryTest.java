package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Memory beyond inputs and results grows with batch + tile x tile: at most 16 tiles are kept. */
class LossMemoryTest {

  private static final int EDGE = 64;

  /** An arena's smallest block. */
  private static final long LEAST = 4L << 16;

  @ParameterizedTest
  @CsvSource({"infonce, 512", "infonce, 4096", "sigmoid, 512", "sigmoid, 4096"})
  void growsWithTheBatchAlone(String name, int batch) {
    ContrastiveLoss loss = Losses.named(name).withTile(EDGE);
    Kernels kernels = KernelSelector.of(DataType.FLOAT);
    try (Arena embeddings = new Arena(DataType.FLOAT);
        Arena arena = new Arena(DataType.FLOAT)) {
      Tensor images = ones(embeddings, batch);
      Tensor texts = ones(embeddings, batch);
      Tensor dImages = embeddings.take(batch, 2);
      Tensor dTexts = embeddings.take(batch, 2);
      LossInputs inputs = LossInputs.whole(images, texts, new LogitMap(0.5, -3));
      loss.compute(kernels, arena, inputs, dImages, dTexts);
      long expected = 4L * (16 * EDGE * EDGE + 4 * EDGE + 2L * batch);
      assertTrue(arena.bytes() <= LEAST + 2 * expected, "takes " + arena.bytes());
      long once = arena.bytes();
      // What was taken was taken back.
      loss.compute(kernels, arena, inputs, dImages, dTexts);
      assertEquals(once, arena.bytes());
    }
  }

  private static Tensor ones(Arena arena, int batch) {
    Tensor rows = arena.take(batch, 2);
    for (long i = 0; i < rows.length(); i++) {
      rows.set(i, Math.sqrt(0.5));
    }
    return rows;
  }
}
