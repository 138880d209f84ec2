package org.clip4j.train.verify;

/** What a check looks at. */
public enum Kind {
  /** Embeddings of unit length; differences are absolute. */
  FEATURE("features", ""),
  /** A loss; absolute. */
  LOSS("losses", ""),
  /** A gradient; relative to the tensor's largest entry. */
  GRADIENT("gradients", "of the largest entry"),
  /** A gradient of a loss by itself, in double; absolute. */
  LOSS_GRADIENT("gradients of losses", ""),
  /** Learning rates of a few steps; absolute. */
  LEARNING_RATE("learning rates", ""),
  /** Losses of a few steps; absolute. */
  TRAINING_LOSS("losses in training", ""),
  /** A parameter after a few steps; absolute. */
  TRAINED("parameters after training", ""),
  /** A text; the number of token ids that differ. */
  TEXT("texts", "ids"),
  /** A picture; 8-bit levels, and the share of values that differ. */
  PICTURE("pictures", "levels"),
  /** Something that could not be checked. */
  UNCHECKED("unchecked", "");

  private final String plural;
  private final String unit;

  Kind(String plural, String unit) {
    this.plural = plural;
    this.unit = unit;
  }

  /** What several of them are called. */
  public String plural() {
    return plural;
  }

  /** What differences are measured in; empty for plain numbers. */
  public String unit() {
    return unit;
  }
}
