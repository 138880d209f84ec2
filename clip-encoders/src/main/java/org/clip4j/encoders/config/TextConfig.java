package org.clip4j.encoders.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.clip4j.core.kernels.Activation;
import org.clip4j.core.nn.TransformerShape;

/**
 * The text encoder's sizes: {@code text_cfg} of open_clip's {@code model_cfg}, with open_clip's
 * defaults.
 *
 * @param contextLength most tokens of a caption, start and end included
 * @param vocabSize number of token ids; the last two are start-of-text and end-of-text
 * @param width columns of a token
 * @param heads attention heads; must divide the width
 * @param layers number of transformer blocks
 * @param mlpRatio hidden columns of the perceptron over the width
 */
public record TextConfig(
    int contextLength, int vocabSize, int width, int heads, int layers, double mlpRatio) {

  /** Checks the sizes; the message names the key. */
  public TextConfig {
    Checks.within("context_length", contextLength, Checks.MAX_CONTEXT);
    Checks.within("vocab_size", vocabSize, Checks.MAX_VOCABULARY);
    Checks.within("width", width, Checks.MAX_WIDTH);
    Checks.within("heads", heads, Checks.MAX_WIDTH);
    Checks.within("layers", layers, Checks.MAX_LAYERS);
    Checks.hidden(mlpRatio, width);
    Checks.divides("heads", heads, "width", width);
  }

  @JsonCreator
  static TextConfig of(
      @JsonProperty("context_length") Integer contextLength,
      @JsonProperty("vocab_size") Integer vocabSize,
      @JsonProperty("width") Integer width,
      @JsonProperty("heads") Integer heads,
      @JsonProperty("layers") Integer layers,
      @JsonProperty("mlp_ratio") Double mlpRatio) {
    return new TextConfig(
        Checks.or(contextLength, 77),
        Checks.or(vocabSize, 49408),
        Checks.or(width, 512),
        Checks.or(heads, 8),
        Checks.or(layers, 12),
        Checks.or(mlpRatio, 4.0));
  }

  /** The shape of the encoder's blocks. */
  public TransformerShape transformer(Activation activation) {
    int hidden = (int) (width * mlpRatio);
    return new TransformerShape(width, layers, heads, hidden, activation, true);
  }
}
