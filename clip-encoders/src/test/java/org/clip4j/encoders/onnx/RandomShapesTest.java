package org.clip4j.encoders.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.nd4j.linalg.api.buffer.DataType;

/** Models of any sizes: what onnxruntime makes of them is what our encoders make of them. */
class RandomShapesTest {

  private static final double ALLOWED = 3e-6;

  @Property(tries = 12)
  void onnxruntimeAgreesWithOurEncoders(
      @ForAll boolean quickGelu,
      @ForAll @IntRange(min = 1, max = 5) int grid,
      @ForAll @IntRange(min = 1, max = 9) int patch,
      @ForAll @IntRange(min = 0, max = 8) int rest,
      @ForAll @IntRange(min = 1, max = 3) int layers,
      @ForAll @IntRange(min = 1, max = 4) int heads,
      @ForAll @IntRange(min = 2, max = 20) int headWidth,
      @ForAll @IntRange(min = 2, max = 40) int context,
      @ForAll @IntRange(min = 1, max = 30) int embedDim,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll long seed)
      throws IOException, OrtException {
    int width = heads * headWidth;
    ModelConfig config =
        new ModelConfig(
            embedDim,
            quickGelu,
            new VisionConfig(grid * patch + rest % patch, patch, width, layers, headWidth, 2.5),
            new TextConfig(context, 60, width, heads, layers, 3));
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory("onnx");
    // The export is held against the same model in double: short embeddings of models this small
    // magnify the rounding of floats, which otherwise would be there twice.
    try (ClipModel model = new ClipModel(config, DataType.FLOAT, false);
        ClipModel exact = new ClipModel(config, DataType.DOUBLE, false)) {
      model.initialize(seed);
      exact.initialize(seed);
      new OnnxExport(model).write(folder, false, count -> {});
      assertSame(exact, folder, batch, random);
    } finally {
      Files.deleteIfExists(folder.resolve(OnnxExport.VISUAL));
      Files.deleteIfExists(folder.resolve(OnnxExport.TEXTUAL));
      Files.delete(folder);
    }
  }

  private static void assertSame(ClipModel model, Path folder, int batch, Random random)
      throws OrtException {
    int size = model.config().visionCfg().imageSize();
    float[] pixels = new float[batch * 3 * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    TextConfig text = model.config().textCfg();
    int[][] captions = new int[batch][];
    for (int i = 0; i < batch; i++) {
      captions[i] = random.ints(2 + random.nextInt(text.contextLength() - 1), 1, 58).toArray();
      captions[i][captions[i].length - 1] = 59;
    }
    try (OnnxModel visual = new OnnxModel(folder.resolve(OnnxExport.VISUAL));
        OnnxModel textual = new OnnxModel(folder.resolve(OnnxExport.TEXTUAL))) {
      Difference.assertNear(
          model.embedPixels(pixels, batch), visual.images(pixels, batch, size), ALLOWED);
      Difference.assertNear(
          model.embedTokens(captions), textual.texts(captions, text.contextLength()), ALLOWED);
    }
  }
}
