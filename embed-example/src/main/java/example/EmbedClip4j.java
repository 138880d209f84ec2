package example;

import java.util.List;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.data.image.EvalTransform;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.Embedder;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.train.TrainStep;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.GradientClipping;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One step of training on two pairs, and then how near each picture is to each caption. */
public final class EmbedClip4j {

  public static void main(String[] args) {
    ModelConfig config = ModelConfig.preset("ViT-Micro-8-32");
    List<String> captions = List.of("a red square", "a blue square");
    TokenBatch tokens = tokens(config, captions);
    float[] pixels = pixels(config, 0xff0000, 0x0000ff);

    Kernels kernels = KernelSelector.of(DataType.FLOAT);
    try (ClipModel model = new ClipModel(config, DataType.FLOAT, true);
        AdamW adamW = new AdamW(model.parameters(), AdamWConfig.OPEN_CLIP);
        TrainStep step =
            new TrainStep(model, new InfoNceLoss(), adamW, new GradientClipping(1), kernels);
        Embedder embedder = new Embedder(model, kernels)) {
      model.initialize(42);
      double loss = step.run(pixels, tokens, 5e-4).loss();
      INDArray pictures = embedder.embedPixels(pixels, 2);
      INDArray similarity = pictures.mmul(embedder.embedTexts(captions).transpose());
      System.out.printf("loss %.4f%nsimilarity%n%s%n", loss, similarity);
    }
  }

  /** Captions as the text encoder reads them. */
  private static TokenBatch tokens(ModelConfig config, List<String> captions) {
    int context = config.textCfg().contextLength();
    ClipTokenizer tokenizer = ClipTokenizer.openAi();
    int[][] ids =
        captions.stream().map(c -> tokenizer.tokenize(c, context)).toArray(int[][]::new);
    return TokenBatch.pack(ids, config.textCfg());
  }

  /** Pictures of one colour each, as the image encoder reads them: [pictures, 3, size, size]. */
  private static float[] pixels(ModelConfig config, int... colours) {
    int size = config.visionCfg().imageSize();
    EvalTransform transform = new EvalTransform(PreprocessConfig.clip(size));
    float[] pixels = new float[colours.length * 3 * size * size];
    for (int i = 0; i < colours.length; i++) {
      byte[] rgb = {(byte) (colours[i] >> 16), (byte) (colours[i] >> 8), (byte) colours[i]};
      transform.apply(new RgbImage(1, 1, rgb), null, pixels, i * 3 * size * size);
    }
    return pixels;
  }
}
