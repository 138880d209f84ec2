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

/**
 * Memory beyond inputs and results grows with batch + tile x tile: InfoNCE keeps at most 16 tiles,
 * the sigmoid loss has one.
 */
class LossMemoryTest {

  /** Large enough for a second tile not to pass as an arena's smallest block. */
  private static final int EDGE = 256;

  /** An arena's smallest block. */
  private static final long LEAST = 4L << 16;

  /** A few tensors begin at round places. */
  private static final long PADDING = 1 << 10;

  @ParameterizedTest
  @CsvSource({
    "infonce, 512, 4",
    "infonce, 1024, 16",
    "infonce, 4096, 16",
    "sigmoid, 512, 1",
    "sigmoid, 4096, 1"
  })
  void growsWithTheBatchAlone(String name, int batch, int tiles) {
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
      long logits = 4L * tiles * EDGE * EDGE;
      // Of a tile the embeddings around their mean; of the batch what rows and columns have apart.
      long most = logits + 4L * (8 * EDGE + 4L * batch);
      long used = arena.mostUsedBytes();
      assertTrue(used >= logits && used <= most + PADDING, used + " of " + logits);
      assertTrue(arena.bytes() <= 2 * LEAST + most + most / 8, "takes " + arena.bytes());
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
