package org.clip4j.train.loss;

import org.clip4j.encoders.ClipModel;

/**
 * How the similarity of two embeddings becomes a logit: {@code exp(logScale) * similarity + bias}.
 *
 * @param logScale the logarithm of the logit scale
 * @param bias added to every logit; losses that normalise over logits are blind to it
 */
public record LogitMap(double logScale, double bias) {

  /** A scale alone. */
  public static LogitMap ofLogScale(double logScale) {
    return new LogitMap(logScale, 0);
  }

  /** The map that a model has learned so far; its bias is 0 where it has none. */
  public static LogitMap of(ClipModel model) {
    return new LogitMap(
        model.logitScale().value().get(0),
        model.logitBias().map(bias -> bias.value().get(0)).orElse(0.0));
  }

  /** What similarities are multiplied by. */
  public double scale() {
    return StrictMath.exp(logScale);
  }
}
