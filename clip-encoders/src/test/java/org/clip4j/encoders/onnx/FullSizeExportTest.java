package org.clip4j.encoders.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A full-size model with first values, through onnxruntime. It takes minutes and gigabytes, so it
 * runs only when a preset is named: {@code -Dclip4j.onnx.preset=ViT-B-32}.
 */
@EnabledIfSystemProperty(named = FullSizeExportTest.PRESET, matches = ".+")
class FullSizeExportTest {

  static final String PRESET = "clip4j.onnx.preset";

  private static final Logger log = LoggerFactory.getLogger(FullSizeExportTest.class);
  private static final double ALLOWED = 1e-5;
  private static final List<String> CAPTIONS =
      List.of(
          "a dog running on a beach, at dusk",
          "a red apple",
          "",
          "one two three four five six seven eight nine ten ".repeat(12));

  @TempDir private Path folder;

  @Test
  void fourPicturesAndFourCaptions() throws IOException, OrtException {
    ModelConfig config = ModelConfig.preset(System.getProperty(PRESET));
    int size = config.visionCfg().imageSize();
    int context = config.textCfg().contextLength();
    float[] pixels = new float[4 * 3 * size * size];
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    INDArray images;
    INDArray texts;
    try (ClipModel model = new ClipModel(config, DataType.FLOAT, false)) {
      model.initialize(42);
      images = model.embedPixels(pixels, 4);
      texts = model.embedTexts(CAPTIONS);
      log.info("{}", new OnnxExport(model).write(folder, false, n -> {}));
    }
    int[][] ids =
        CAPTIONS.stream()
            .map(caption -> ClipTokenizer.openAi().tokenize(caption, context))
            .toArray(int[][]::new);
    try (OnnxModel visual = new OnnxModel(folder.resolve(OnnxExport.VISUAL))) {
      report(images, visual.images(pixels, 4, size));
    }
    try (OnnxModel textual = new OnnxModel(folder.resolve(OnnxExport.TEXTUAL))) {
      report(texts, textual.texts(ids, context));
    }
  }

  private static void report(INDArray expected, float[][] actual) {
    log.info("largest difference {}", Difference.largest(expected, actual));
    Difference.assertNear(expected, actual, ALLOWED);
  }
}
