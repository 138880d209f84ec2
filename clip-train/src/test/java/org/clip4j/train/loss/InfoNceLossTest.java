package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsFile;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InfoNceLossTest {

  @ParameterizedTest
  @CsvSource({"8,1024", "8,3", "257,1024", "257,100"})
  void agreesWithOpenClipInDouble(int batch, int tile) throws Exception {
    Path file = Path.of(InfoNceLossTest.class.getResource("/golden/losses.safetensors").toURI());
    SafetensorsFile reference = Safetensors.read(file);
    String prefix = "infonce." + batch + ".";
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor images = Tensor.of(reference.tensor(prefix + "image"));
      Tensor texts = Tensor.of(reference.tensor(prefix + "text"));
      Tensor dImages = arena.take(images.shape());
      Tensor dTexts = arena.take(texts.shape());
      ContrastiveLoss.Result result =
          new InfoNceLoss(tile)
              .compute(new Nd4jKernels(), arena, images, texts, Math.log(14.2857), dImages, dTexts);
      assertEquals(reference.tensor(prefix + "loss").getDouble(0), result.value(), 1e-12);
      // The reference differentiates by the scale itself, we by its logarithm.
      double dScale = reference.tensor(prefix + "grad.scale").getDouble(0);
      assertEquals(dScale * 14.2857, result.dLogScale(), 1e-12);
      assertSame(reference.tensor(prefix + "grad.image"), dImages);
      assertSame(reference.tensor(prefix + "grad.text"), dTexts);
    }
  }

  private static void assertSame(INDArray expected, Tensor actual) {
    for (long i = 0; i < expected.length(); i++) {
      assertEquals(expected.ravel().getDouble(i), actual.get(i), 1e-12);
    }
  }

  /** Against plain loops over the definition, with any tile. */
  @Property(tries = 30)
  void agreesWithItsDefinition(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 5) int width,
      @ForAll @IntRange(min = 1, max = 10) int tile,
      @ForAll long seed) {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor images = random(arena, batch, width, seed);
      Tensor texts = random(arena, batch, width, seed + 1);
      Tensor dImages = arena.take(batch, width);
      Tensor dTexts = arena.take(batch, width);
      double logScale = 1.3;
      ContrastiveLoss.Result result =
          new InfoNceLoss(tile)
              .compute(new Nd4jKernels(), arena, images, texts, logScale, dImages, dTexts);
      NaiveInfoNce naive = new NaiveInfoNce(images, texts, logScale);
      assertEquals(naive.loss(), result.value(), 1e-12);
      assertEquals(naive.dLogScale(), result.dLogScale(), 1e-12);
      for (int i = 0; i < batch; i++) {
        for (int d = 0; d < width; d++) {
          long at = (long) i * width + d;
          assertEquals(naive.dImage(i, d), dImages.get(at), 1e-12);
          assertEquals(naive.dText(i, d), dTexts.get(at), 1e-12);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3,4", "0,0"})
  void refusesWhatDoesNotPairUp(int images, int texts) throws IOException {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor a = arena.take(images, 2);
      Tensor b = arena.take(texts, 2);
      assertThrows(
          IllegalArgumentException.class,
          () -> new InfoNceLoss().compute(new Nd4jKernels(), arena, a, b, 1, a, b));
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
}
