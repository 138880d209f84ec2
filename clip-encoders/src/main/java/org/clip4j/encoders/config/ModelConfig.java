package org.clip4j.encoders.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.kernels.Activation;

/**
 * A CLIP model's sizes: open_clip's {@code model_cfg}.
 *
 * @param embedDim columns of the joint embedding
 * @param quickGelu whether the activation is QuickGELU, as in OpenAI's own models
 * @param visionCfg the image encoder
 * @param textCfg the text encoder
 * @param initLogitScale where the logarithm of the logit scale starts; null for CLIP's ln (1 /
 *     0.07)
 * @param initLogitBias where the learned bias of the logits starts; null for a model without one
 */
public record ModelConfig(
    int embedDim,
    boolean quickGelu,
    VisionConfig visionCfg,
    TextConfig textCfg,
    Double initLogitScale,
    Double initLogitBias) {

  /** ln(1 / 0.07): where the logarithm of CLIP's logit scale starts. */
  public static final double CLIP_LOGIT_SCALE = Math.log(1 / 0.07);

  // So far that no model has them, and near enough that floats hold what they make of a logit.
  private static final double MAX_LOG_SCALE = 50;
  private static final double MAX_BIAS = 1e6;

  private static final String QUICK_GELU_SUFFIX = "-quickgelu";

  /** The models that {@link #preset} knows, without their {@code -quickgelu} forms. */
  public static final List<String> PRESETS =
      List.of(
          "ViT-B-32",
          "ViT-B-16",
          "ViT-L-14",
          "ViT-L-14-336",
          "ViT-Small-16-112",
          "ViT-Mini-8-64",
          "ViT-Micro-8-32");

  /** Checks the sizes; the message names the key. */
  public ModelConfig {
    Checks.within("embed_dim", embedDim, Checks.MAX_WIDTH);
    if (visionCfg == null || textCfg == null) {
      throw new IllegalArgumentException("model_cfg needs vision_cfg and text_cfg");
    }
    Checks.between("init_logit_scale", initLogitScale, -MAX_LOG_SCALE, MAX_LOG_SCALE);
    Checks.between("init_logit_bias", initLogitBias, -MAX_BIAS, MAX_BIAS);
  }

  /** A model whose logits start as CLIP's do. */
  public ModelConfig(int embedDim, boolean quickGelu, VisionConfig visionCfg, TextConfig textCfg) {
    this(embedDim, quickGelu, visionCfg, textCfg, null, null);
  }

  @JsonCreator
  static ModelConfig of(
      @JsonProperty("embed_dim") Integer embedDim,
      @JsonProperty("quick_gelu") Boolean quickGelu,
      @JsonProperty("vision_cfg") VisionConfig visionCfg,
      @JsonProperty("text_cfg") TextConfig textCfg,
      @JsonProperty("init_logit_scale") Double initLogitScale,
      @JsonProperty("init_logit_bias") Double initLogitBias) {
    if (embedDim == null) {
      throw new IllegalArgumentException("embed_dim is missing");
    }
    return new ModelConfig(
        embedDim, Checks.or(quickGelu, false), visionCfg, textCfg, initLogitScale, initLogitBias);
  }

  /**
   * Reads a {@code model_cfg} tree. Keys that open_clip has for other kinds of models are taken
   * where their value leaves the model plain.
   *
   * @param source the file, for messages
   * @throws ConfigException naming the key that is unknown, missing or impossible, or whose value
   *     makes a model that is not supported
   */
  public static ModelConfig read(JsonNode modelCfg, String source) {
    return StrictReader.read(
        NeutralKeys.removed(modelCfg, source), ModelConfig.class, source, "model_cfg");
  }

  /**
   * A model by name: one of {@link #PRESETS}, or one of them with {@code -quickgelu} behind.
   *
   * @throws ConfigException for an unknown name, with the nearest known one
   */
  public static ModelConfig preset(String name) {
    boolean quick = name.endsWith(QUICK_GELU_SUFFIX);
    String base = quick ? name.substring(0, name.length() - QUICK_GELU_SUFFIX.length()) : name;
    if (!PRESETS.contains(base)) {
      throw new ConfigException(
          "Unknown model '" + name + "'" + StrictReader.suggestion(base, PRESETS));
    }
    String resource = "models/" + base + ".json";
    try (InputStream in = ModelConfig.class.getResourceAsStream(resource)) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      ModelConfig plain = read(StrictReader.parse(json, resource), resource);
      return new ModelConfig(plain.embedDim, quick, plain.visionCfg, plain.textCfg);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("The bundled " + resource + " cannot be read", e);
    }
  }

  /**
   * The same model for pictures of another size or captions of another length.
   *
   * @throws IllegalArgumentException naming the key, if a size is impossible
   */
  public ModelConfig resized(int imageSize, int contextLength) {
    TextConfig t = textCfg;
    return new ModelConfig(
        embedDim,
        quickGelu,
        visionCfg.withImageSize(imageSize),
        new TextConfig(
            contextLength, t.vocabSize(), t.width(), t.heads(), t.layers(), t.mlpRatio()),
        initLogitScale,
        initLogitBias);
  }

  /**
   * The same model, which leaves out another share of a picture's patches in training.
   *
   * @throws IllegalArgumentException if the share is impossible
   */
  public ModelConfig withPatchDropout(double share) {
    return new ModelConfig(
        embedDim,
        quickGelu,
        visionCfg.withPatchDropout(share),
        textCfg,
        initLogitScale,
        initLogitBias);
  }

  /** Where the logarithm of the logit scale starts. */
  @JsonIgnore
  public double firstLogitScale() {
    return Checks.or(initLogitScale, CLIP_LOGIT_SCALE);
  }

  /** The activation of both encoders. */
  @JsonIgnore
  public Activation activation() {
    return quickGelu ? Activation.QUICK_GELU : Activation.GELU;
  }
}
