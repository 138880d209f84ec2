package org.clip4j.train.loss;

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

  /** What similarities are multiplied by. */
  public double scale() {
    return StrictMath.exp(logScale);
  }
}
