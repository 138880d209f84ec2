package org.clip4j.train.optim;

/**
 * AdamW's constants.
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment
 * @param weightDecay decoupled decay, 0 for none
 * @param decayRule which parameters decay
 */
public record AdamWConfig(
    double beta1, double beta2, double epsilon, double weightDecay, DecayRule decayRule) {

  /** open_clip's constants for Vision Transformers: .9, .98, 1e-6, decay .2. */
  public static final AdamWConfig OPEN_CLIP =
      new AdamWConfig(0.9, 0.98, 1e-6, 0.2, DecayRule.MATRICES);

  /** Checks the constants; the message names the key. */
  public AdamWConfig {
    fraction("beta1", beta1);
    fraction("beta2", beta2);
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("eps is to be positive, not " + epsilon);
    }
    if (!(weightDecay >= 0)) {
      throw new IllegalArgumentException("weight_decay is to be 0 or more, not " + weightDecay);
    }
  }

  private static void fraction(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(key + " is to lie in [0, 1), not " + value);
    }
  }
}
