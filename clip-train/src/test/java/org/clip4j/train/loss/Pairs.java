package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
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

  /** What all pictures of a batch, and all captions, have in common. */
  enum Cone {
    /** Pictures have another than captions, as those of a model that has learned. */
    OF_EACH,
    /** Pictures and captions have the same: all logits are alike. */
    OF_BOTH,
    /** Some pairs have one, others another. */
    OF_GROUPS
  }

  /**
   * Makes the pairs alike, as a model does: rows of unit length, of what a pair shares, noise of
   * the caption's, and what lies in a cone together.
   *
   * @param width how much of the last
   */
  void makeAlike(double noise, Cone cone, double width, long seed) {
    int length = images.columns();
    DeterministicRandom random = DeterministicRandom.of(seed, "alike");
    int groups = cone == Cone.OF_GROUPS ? 1 + images.rows() / 8 : 1;
    double[][] common = new double[groups][];
    Arrays.setAll(common, g -> gaussians(random, length));
    double[] ofTexts = gaussians(random, length);
    for (int row = 0; row < images.rows(); row++) {
      Tensor image = images.slice(row, row + 1L);
      Tensor text = texts.slice(row, row + 1L);
      double[] ofImage = common[random.nextInt(groups)];
      double[] ofText = cone == Cone.OF_EACH ? ofTexts : ofImage;
      for (int d = 0; d < length; d++) {
        double shared = random.nextGaussian();
        image.set(d, shared + width * ofImage[d]);
        text.set(d, shared + noise * random.nextGaussian() + width * ofText[d]);
      }
      image.array().divi(image.array().norm2Number());
      text.array().divi(text.array().norm2Number());
    }
  }

  private static double[] gaussians(DeterministicRandom random, int n) {
    return IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  /** Takes over the embeddings of others. */
  void copy(Pairs other) {
    for (long i = 0; i < images.length(); i++) {
      images.set(i, other.images.get(i));
      texts.set(i, other.texts.get(i));
    }
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
