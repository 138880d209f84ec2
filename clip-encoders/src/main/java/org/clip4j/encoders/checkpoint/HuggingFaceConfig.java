package org.clip4j.encoders.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clip4j.core.io.Dtype;
import org.clip4j.core.json.ConfigException;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code config.json} of a {@code CLIPModel}.
 *
 * <p>Source: transformers 5.18, {@code configuration_clip.py} for keys and defaults, {@code
 * modeling_clip.py} for what {@code eos_token_id} means.
 */
final class HuggingFaceConfig {

  private static final Logger log = LoggerFactory.getLogger(HuggingFaceConfig.class);

  private static final String MODEL_TYPE = "clip";
  private static final String GELU = "gelu";
  private static final String QUICK_GELU = "quick_gelu";
  private static final double NORM_EPSILON = 1e-5;
  private static final double LOGIT_SCALE_INIT = 2.6592;
  private static final int CHANNELS = 3;

  /**
   * Means the row's highest id to transformers, whatever the vocabulary: a mistake of old files.
   */
  private static final int LEGACY_EOS = 2;

  private static final Map<Dtype, String> DTYPES =
      Map.of(
          Dtype.F64, "float64", Dtype.F32, "float32", Dtype.F16, "float16", Dtype.BF16, "bfloat16");

  private HuggingFaceConfig() {}

  /**
   * Reads the sizes.
   *
   * @throws ConfigException naming the key whose value makes a model that is not supported
   */
  static ModelConfig read(Path file, ObjectNode tree) {
    Keys keys = new Keys(file, "", tree);
    keys.require(
        keys.text("model_type", "").equals(MODEL_TYPE), "model_type", '"' + MODEL_TYPE + '"');
    Keys text = encoder(keys, "text_config");
    Keys vision = encoder(keys, "vision_config");
    warnOfDropout(text, vision);
    String activation = activation(text);
    vision.require(
        activation(vision).equals(activation),
        "hidden_act",
        "that of text_config, \"" + activation + '"' + whyDefault(tree, "text_config"));
    try {
      return new ModelConfig(
          keys.integer("projection_dim", 512),
          activation.equals(QUICK_GELU),
          vision(vision),
          text(text));
    } catch (ConfigException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * An encoder's group. Where there is a group with {@code _dict} behind its name too, that one
   * counts, with defaults for what it leaves out, as in transformers.
   */
  private static Keys encoder(Keys keys, String name) {
    Keys group = keys.group(keys.has(name + "_dict") ? name + "_dict" : name);
    double epsilon = group.number("layer_norm_eps", NORM_EPSILON);
    group.require(epsilon == NORM_EPSILON, "layer_norm_eps", "1e-5");
    return group;
  }

  /** Nothing that is computed depends on dropout, but a training that goes on does. */
  private static void warnOfDropout(Keys... groups) {
    List<String> dropouts = new ArrayList<>();
    for (Keys group : groups) {
      for (String key : List.of("attention_dropout", "dropout")) {
        double dropout = group.number(key, 0);
        if (dropout != 0) {
          dropouts.add(group.path() + key + " " + dropout);
        }
      }
    }
    if (!dropouts.isEmpty()) {
      log.warn(
          "{}: {}: there is no dropout here; embeddings are the same, but training goes on without"
              + " it",
          groups[0].file(),
          String.join(", ", dropouts));
    }
  }

  private static String whyDefault(ObjectNode tree, String group) {
    return tree.path(group).isNull()
        ? " (" + group + " is null, which stands for transformers' defaults)"
        : "";
  }

  private static String activation(Keys group) {
    String activation = group.text("hidden_act", QUICK_GELU);
    boolean known = activation.equals(GELU) || activation.equals(QUICK_GELU);
    group.require(known, "hidden_act", "\"gelu\" or \"quick_gelu\"");
    return activation;
  }

  private static VisionConfig vision(Keys keys) {
    keys.require(keys.integer("num_channels", CHANNELS) == CHANNELS, "num_channels", "3");
    int width = keys.positive("hidden_size", 768);
    int heads = keys.integer("num_attention_heads", 12);
    if (heads < 1 || width % heads != 0) {
      throw keys.refused(
          "num_attention_heads", "which does not divide the hidden_size of " + width);
    }
    return new VisionConfig(
        keys.edge("image_size", 224),
        keys.edge("patch_size", 32),
        width,
        keys.integer("num_hidden_layers", 12),
        width / heads,
        ratio(keys, 3072, width));
  }

  private static TextConfig text(Keys keys) {
    int vocabulary = keys.integer("vocab_size", 49408);
    int end = keys.integer("eos_token_id", 49407);
    if (end != LEGACY_EOS && end != vocabulary - 1) {
      throw keys.refused(
          "eos_token_id",
          "so captions would be read at another token than that of the highest id, "
              + (vocabulary - 1)
              + ", which is not supported");
    }
    int width = keys.positive("hidden_size", 512);
    return new TextConfig(
        keys.integer("max_position_embeddings", 77),
        vocabulary,
        width,
        keys.integer("num_attention_heads", 8),
        keys.integer("num_hidden_layers", 12),
        ratio(keys, 2048, width));
  }

  /** The ratio whose product with the width is cut off to just that many columns. */
  private static double ratio(Keys keys, int absent, int width) {
    int hidden = keys.positive("intermediate_size", absent);
    double ratio = (double) hidden / width;
    return (int) (width * ratio) == hidden ? ratio : Math.nextUp(ratio);
  }

  /**
   * Writes the sizes, with start and end of text as the two highest ids.
   *
   * @param dtype the type of the weights
   * @throws ConfigException if the model has a bias of the logits, which a {@code CLIPModel} has
   *     not
   */
  static ObjectNode write(ModelConfig config, Dtype dtype) {
    if (config.initLogitBias() != null) {
      throw new ConfigException(
          "The model has a logit_bias, for which Hugging Face's CLIPModel has no place; write it in"
              + " open_clip's layout");
    }
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putArray("architectures").add("CLIPModel");
    tree.put("model_type", MODEL_TYPE);
    tree.put("projection_dim", config.embedDim());
    tree.put("logit_scale_init_value", LOGIT_SCALE_INIT);
    tree.put("torch_dtype", DTYPES.get(dtype));
    String activation = config.quickGelu() ? QUICK_GELU : GELU;
    TextConfig text = config.textCfg();
    ObjectNode t = encoder(tree.putObject("text_config"), activation, config.embedDim());
    t.put("model_type", "clip_text_model");
    t.put("vocab_size", text.vocabSize());
    t.put("max_position_embeddings", text.contextLength());
    t.put("hidden_size", text.width());
    t.put("intermediate_size", text.transformer(config.activation()).hidden());
    t.put("num_hidden_layers", text.layers());
    t.put("num_attention_heads", text.heads());
    t.put("bos_token_id", text.vocabSize() - 2);
    t.put("eos_token_id", text.vocabSize() - 1);
    t.put("pad_token_id", text.vocabSize() - 1);
    VisionConfig vision = config.visionCfg();
    ObjectNode v = encoder(tree.putObject("vision_config"), activation, config.embedDim());
    v.put("model_type", "clip_vision_model");
    v.put("image_size", vision.imageSize());
    v.put("patch_size", vision.patchSize());
    v.put("num_channels", CHANNELS);
    v.put("hidden_size", vision.width());
    v.put("intermediate_size", vision.transformer(config.activation()).hidden());
    v.put("num_hidden_layers", vision.layers());
    v.put("num_attention_heads", vision.heads());
    return tree;
  }

  private static ObjectNode encoder(ObjectNode group, String activation, int embedDim) {
    group.put("hidden_act", activation);
    group.put("layer_norm_eps", NORM_EPSILON);
    group.put("attention_dropout", 0.0);
    group.put("projection_dim", embedDim);
    return group;
  }
}
