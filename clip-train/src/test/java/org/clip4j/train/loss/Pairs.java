package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** A batch of random pairs, and what a loss makes of it. */
final class Pairs implements AutoCloseable {

  private final Arena arena;
  final Tensor images;
  final Tensor texts;
  final Tensor dImages;
  final Tensor dTexts;

  Pairs(DataType type, int batch, int width, long seed) {
    arena = new Arena(type);
    images = random(arena, batch, width, seed);
    texts = random(arena, batch, width, seed + 1);
    dImages = arena.take(batch, width);
    dTexts = arena.take(batch, width);
  }

  static Pairs inDouble(int batch, int width, long seed) {
    return new Pairs(DataType.DOUBLE, batch, width, seed);
  }

  ContrastiveLoss.Result compute(ContrastiveLoss loss, LogitMap map) {
    return compute(new Nd4jKernels(), loss, map);
  }

  ContrastiveLoss.Result compute(Kernels kernels, ContrastiveLoss loss, LogitMap map) {
    return loss.compute(kernels, arena, LossInputs.whole(images, texts, map), dImages, dTexts);
  }

  static void assertSame(Tensor expected, Tensor actual, double allowed) {
    assertEquals(expected.length(), actual.length());
    for (long i = 0; i < expected.length(); i++) {
      assertEquals(expected.get(i), actual.get(i), allowed);
    }
  }

  private static Tensor random(Arena arena, int rows, int columns, long seed) {
    Tensor t = arena.take(rows, columns);
    DeterministicRandom random = DeterministicRandom.of(seed);
    for (long i = 0; i < t.length(); i++) {
      t.set(i, random.nextGaussian());
    }
    return t;
  }

  @Override
  public void close() {
    arena.close();
  }
}
