package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsFile;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Values and gradients of open_clip's losses, with tiles of any size. */
class OpenClipLossesTest {

  private static final double ALLOWED = 1e-12;
  private static final double SCALE = 14.2857;

  @ParameterizedTest
  @CsvSource({"8,1024", "8,3", "257,1024", "257,100"})
  void infoNce(int batch, int tile) throws Exception {
    agrees("infonce." + batch + ".", new InfoNceLoss(tile));
  }

  @ParameterizedTest
  @CsvSource({"8,1024", "8,3", "257,1024", "257,100"})
  void sigmoid(int batch, int tile) throws Exception {
    agrees("siglip." + batch + ".", new SigmoidLoss(tile));
  }

  private static void agrees(String prefix, ContrastiveLoss loss) throws Exception {
    Path file = Path.of(OpenClipLossesTest.class.getResource("/golden/losses.safetensors").toURI());
    SafetensorsFile reference = Safetensors.read(file, name -> name.startsWith(prefix));
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor images = Tensor.of(reference.tensor(prefix + "image"));
      Tensor texts = Tensor.of(reference.tensor(prefix + "text"));
      Tensor dImages = arena.take(images.shape());
      Tensor dTexts = arena.take(texts.shape());
      ContrastiveLoss.Result result =
          loss.compute(
              new Nd4jKernels(),
              arena,
              images,
              texts,
              new LogitMap(Math.log(SCALE), -10),
              dImages,
              dTexts);
      assertEquals(reference.tensor(prefix + "loss").getDouble(0), result.value(), ALLOWED);
      // The reference differentiates by the scale itself, we by its logarithm.
      double dScale = reference.tensor(prefix + "grad.scale").getDouble(0);
      assertEquals(dScale, result.dLogScale() / SCALE, ALLOWED * Math.max(1, Math.abs(dScale)));
      double dBias =
          loss instanceof SigmoidLoss ? reference.tensor(prefix + "grad.bias").getDouble(0) : 0;
      assertEquals(dBias, result.dBias(), ALLOWED);
      Pairs.assertSame(Tensor.of(reference.tensor(prefix + "grad.image")), dImages, ALLOWED);
      Pairs.assertSame(Tensor.of(reference.tensor(prefix + "grad.text")), dTexts, ALLOWED);
    }
  }
}
