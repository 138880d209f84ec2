package org.clip4j.examples.cli;

import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;

/**
 * A model's size, reckoned from its configuration.
 *
 * @param config the sizes
 * @param parameters learned values in all
 * @param imageParameters of the image encoder
 * @param textParameters of the text encoder
 * @param imageFlops floating-point operations of one picture's forward pass; a multiplication and
 *     an addition are two
 * @param textFlops the same for one caption that fills the context
 */
record ModelSummary(
    ModelConfig config,
    long parameters,
    long imageParameters,
    long textParameters,
    double imageFlops,
    double textFlops) {

  private static final String IMAGE_PREFIX = "visual.";

  static ModelSummary of(ModelConfig config) {
    long image = 0;
    long all = 0;
    for (Parameter p : ClipModel.declare(config).all()) {
      all += p.length();
      image += p.name().startsWith(IMAGE_PREFIX) ? p.length() : 0;
    }
    return new ModelSummary(
        config,
        all,
        image,
        all - image - ofLogits(config),
        imageFlops(config.visionCfg(), config.embedDim()),
        textFlops(config.textCfg(), config.embedDim()));
  }

  /** The logit scale, and the logits' bias where there is one. */
  private static int ofLogits(ModelConfig config) {
    return config.initLogitBias() == null ? 1 : 2;
  }

  private static double imageFlops(VisionConfig c, int embedDim) {
    double patches = 2.0 * c.patches() * 3 * c.patchSize() * c.patchSize() * c.width();
    return patches
        + blocks(c.layers(), c.tokens(), c.width(), c.mlpRatio())
        + 2.0 * c.width() * embedDim;
  }

  private static double textFlops(TextConfig c, int embedDim) {
    return blocks(c.layers(), c.contextLength(), c.width(), c.mlpRatio())
        + 2.0 * c.width() * embedDim;
  }

  /** Four projections, the perceptron's two layers, scores and their weighted sum. */
  private static double blocks(int layers, double tokens, double width, double mlpRatio) {
    double products = 2 * tokens * width * width * (4 + 2 * mlpRatio);
    double attention = 4 * tokens * tokens * width;
    return layers * (products + attention);
  }
}
