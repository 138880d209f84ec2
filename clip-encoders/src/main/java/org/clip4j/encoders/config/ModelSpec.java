package org.clip4j.encoders.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.tokenizer.ClipTokenizer;

/**
 * What a checkpoint says of its model: its sizes, and how pictures and sentences become what it
 * reads. The tokenizer is CLIP's own where the vocabulary has CLIP's size; a model with another
 * vocabulary has none here, and one without preprocessing takes pixels alone.
 *
 * @param config the sizes and the activation
 * @param preprocess how pictures are prepared, where that is known
 */
public record ModelSpec(ModelConfig config, Optional<PreprocessConfig> preprocess) {

  /** Size of CLIP's own vocabulary, start-of-text and end-of-text included. */
  public static final int CLIP_VOCABULARY = 49408;

  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException if pictures would be prepared in another size than the model's
   */
  public ModelSpec {
    Objects.requireNonNull(config);
    int size = config.visionCfg().imageSize();
    if (preprocess.isPresent() && preprocess.get().size() != size) {
      throw new IllegalArgumentException(
          "preprocess_cfg.size is "
              + preprocess.get().size()
              + ", but the model's vision_cfg.image_size is "
              + size
              + ": give both the same");
    }
  }

  /** A model that takes pixels and, where the vocabulary is CLIP's, sentences. */
  public static ModelSpec of(ModelConfig config) {
    return new ModelSpec(config, Optional.empty());
  }

  /** A model that takes pictures prepared so. */
  public static ModelSpec of(ModelConfig config, PreprocessConfig preprocess) {
    return new ModelSpec(config, Optional.of(preprocess));
  }

  /** Whether sentences can be asked about: whether the vocabulary has the size of CLIP's. */
  public boolean hasTokenizer() {
    return config.textCfg().vocabSize() == CLIP_VOCABULARY;
  }

  /**
   * The tokenizer.
   *
   * @throws IllegalStateException if the model has none; the message says what to do
   */
  public ClipTokenizer requireTokenizer() {
    if (!hasTokenizer()) {
      throw new IllegalStateException(
          "This model has no tokenizer: its vocab_size is "
              + config.textCfg().vocabSize()
              + ", CLIP's own is "
              + CLIP_VOCABULARY
              + "; give it token ids of its own vocabulary instead of sentences");
    }
    return ClipTokenizer.openAi();
  }

  /**
   * How pictures are prepared.
   *
   * @throws IllegalStateException if that is not known; the message says what to do
   */
  public PreprocessConfig requirePreprocess() {
    return preprocess.orElseThrow(
        () ->
            new IllegalStateException(
                "This model does not say how it wants its pictures: give it pixels, ready as"
                    + " [batch, 3, image_size, image_size], or add a preprocess_cfg with size, mean"
                    + " and std to its open_clip_config.json, or a preprocessor_config.json where"
                    + " the layout is Hugging Face's"));
  }

  /**
   * The same model for pictures of another size or captions of another length. Whoever reads its
   * weights has to fit the positions.
   *
   * @throws IllegalArgumentException if a size is impossible
   */
  public ModelSpec resized(int imageSize, int contextLength) {
    return new ModelSpec(
        config.resized(imageSize, contextLength), preprocess.map(p -> p.withSize(imageSize)));
  }

  /**
   * The spec as open_clip writes it: {@code model_cfg} and, if it is known, {@code preprocess_cfg}.
   */
  public ObjectNode toJson() {
    ObjectNode tree = StrictReader.write(Map.of());
    tree.set("model_cfg", StrictReader.write(config));
    preprocess.ifPresent(p -> tree.set("preprocess_cfg", p.toJson()));
    return tree;
  }

  /**
   * Where another spec first differs from this one, in words that name the key and both values:
   * {@code model_cfg.vision_cfg.width is 64, expected 128}; empty if they are the same. Where the
   * logits' scale and bias once started is no difference, having a bias or none is.
   *
   * @param found the spec that is compared with this one, which is expected
   */
  public Optional<String> firstDifference(ModelSpec found) {
    return StrictReader.firstDifference(withOwnFirstLogits(found), toJson())
        .map(d -> d.substring(1));
  }

  /** Another spec's JSON, with this one's first logits where both have them. */
  private ObjectNode withOwnFirstLogits(ModelSpec found) {
    ModelConfig c = found.config;
    boolean bothBiased = c.initLogitBias() != null && config.initLogitBias() != null;
    ModelConfig same =
        new ModelConfig(
            c.embedDim(),
            c.quickGelu(),
            c.visionCfg(),
            c.textCfg(),
            config.initLogitScale(),
            bothBiased ? config.initLogitBias() : c.initLogitBias());
    return new ModelSpec(same, found.preprocess).toJson();
  }
}
