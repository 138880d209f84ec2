package org.clip4j.encoders.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.clip4j.core.kernels.Activation;
import org.clip4j.core.nn.TransformerShape;

/**
 * The image encoder's sizes: {@code vision_cfg} of open_clip's {@code model_cfg}, with open_clip's
 * defaults.
 *
 * @param imageSize edge of the square pictures in pixels
 * @param patchSize edge of a patch in pixels; pixels at the right and at the bottom that fill no
 *     patch are not looked at
 * @param width columns of a token
 * @param layers number of transformer blocks
 * @param headWidth columns that an attention head should have: the width is divided among {@link
 *     #heads() as many heads} as there is room for
 * @param mlpRatio hidden columns of the perceptron over the width
 * @param patchDropout the share of a picture's patches that training leaves out, drawn anew each
 *     time (Li et al. 2022, arXiv:2212.00794); 0 up to, not including, 1. Left out where the
 *     configuration is written and it is 0
 */
public record VisionConfig(
    int imageSize,
    int patchSize,
    int width,
    int layers,
    int headWidth,
    double mlpRatio,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) double patchDropout) {

  /** Checks the sizes; the message names the key. */
  public VisionConfig {
    Checks.within("image_size", imageSize, Checks.MAX_IMAGE_SIZE);
    Checks.within("patch_size", patchSize, Checks.MAX_IMAGE_SIZE);
    Checks.within("width", width, Checks.MAX_WIDTH);
    Checks.within("layers", layers, Checks.MAX_LAYERS);
    Checks.within("head_width", headWidth, Checks.MAX_WIDTH);
    Checks.hidden(mlpRatio, width);
    Checks.notAbove("patch_size", patchSize, "image_size", imageSize);
    Checks.notAbove("head_width", headWidth, "width", width);
    if (width % (width / headWidth) != 0) {
      throw new IllegalArgumentException(
          "head_width "
              + headWidth
              + " makes "
              + width / headWidth
              + " heads, which do not divide width "
              + width);
    }
    if (!(patchDropout >= 0 && patchDropout < 1)) {
      throw new IllegalArgumentException(
          "patch_dropout is to be at least 0 and less than 1, not " + patchDropout);
    }
  }

  /** Sizes of an encoder that looks at all patches in training, too. */
  public VisionConfig(
      int imageSize, int patchSize, int width, int layers, int headWidth, double mlpRatio) {
    this(imageSize, patchSize, width, layers, headWidth, mlpRatio, 0);
  }

  @JsonCreator
  static VisionConfig of(
      @JsonProperty("image_size") Integer imageSize,
      @JsonProperty("patch_size") Integer patchSize,
      @JsonProperty("width") Integer width,
      @JsonProperty("layers") Integer layers,
      @JsonProperty("head_width") Integer headWidth,
      @JsonProperty("mlp_ratio") Double mlpRatio,
      @JsonProperty("patch_dropout") Double patchDropout) {
    return new VisionConfig(
        Checks.or(imageSize, 224),
        Checks.or(patchSize, 16),
        Checks.or(width, 768),
        Checks.or(layers, 12),
        Checks.or(headWidth, 64),
        Checks.or(mlpRatio, 4.0),
        Checks.or(patchDropout, 0.0));
  }

  /** The same encoder for pictures of another size. */
  VisionConfig withImageSize(int size) {
    return new VisionConfig(size, patchSize, width, layers, headWidth, mlpRatio, patchDropout);
  }

  /** The same encoder, which leaves out another share of the patches in training. */
  VisionConfig withPatchDropout(double share) {
    return new VisionConfig(imageSize, patchSize, width, layers, headWidth, mlpRatio, share);
  }

  /** Attention heads: the width over the width of a head, rounded down as in open_clip. */
  public int heads() {
    return width / headWidth;
  }

  /** Patches of a picture: whole ones, as many as lie side by side and below each other. */
  public int patches() {
    int side = imageSize / patchSize;
    return side * side;
  }

  /** Patches of a picture that training looks at, as many as open_clip keeps: at least one. */
  public int keptPatches() {
    return Math.max(1, (int) (patches() * (1 - patchDropout)));
  }

  /** Tokens of a picture: the class token and its patches. */
  public int tokens() {
    return patches() + 1;
  }

  /** The shape of the encoder's blocks. */
  public TransformerShape transformer(Activation activation) {
    int hidden = (int) (width * mlpRatio);
    return new TransformerShape(width, layers, heads(), hidden, activation, false);
  }
}
