package org.clip4j.train.optim;

import java.util.Optional;
import org.clip4j.core.parameters.Parameter;

/**
 * What the learning rate is multiplied by in each encoder; the logits' scale and bias learn at the
 * rate itself.
 *
 * @param image for the image encoder
 * @param text for the text encoder
 * @param lock what does not learn at all
 */
public record TowerRates(double image, double text, Optional<TowerLock> lock) {

  /** Both learn at the rate itself. */
  public static final TowerRates SAME = new TowerRates(1, 1, Optional.empty());

  /** Whether a parameter learns. */
  public boolean learns(Parameter parameter) {
    return lock.isEmpty() || !lock.get().keeps(parameter);
  }

  /** The factor of a parameter's learning rate. */
  public double factor(Parameter parameter) {
    if (Tower.IMAGE.has(parameter)) {
      return image;
    }
    return Tower.TEXT.has(parameter) ? text : 1;
  }
}
