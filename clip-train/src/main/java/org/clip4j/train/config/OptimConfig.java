package org.clip4j.train.config;

import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.DecayRule;
import org.clip4j.train.optim.GradientClipping;
import org.clip4j.train.optim.WarmupCosine;

/**
 * {@code optim}: AdamW, its schedule and clipping, with open_clip's defaults for Vision
 * Transformers.
 *
 * @param lr peak learning rate, 5e-4 by default
 * @param warmupSteps steps of linear warm-up; by default a twentieth of the run
 * @param beta1 .9 by default
 * @param beta2 .98 by default
 * @param eps 1e-6 by default
 * @param weightDecay .2 by default
 * @param decayRule which parameters decay; {@code matrices} by default
 * @param gradClipNorm largest norm of all gradients together, 1 by default
 */
public record OptimConfig(
    Double lr,
    Long warmupSteps,
    Double beta1,
    Double beta2,
    Double eps,
    Double weightDecay,
    DecayRule decayRule,
    Double gradClipNorm) {

  /** Fills in the defaults and checks the values. */
  public OptimConfig {
    AdamWConfig usual = AdamWConfig.OPEN_CLIP;
    lr = Required.or(lr, 5e-4);
    beta1 = Required.or(beta1, usual.beta1());
    beta2 = Required.or(beta2, usual.beta2());
    eps = Required.or(eps, usual.epsilon());
    weightDecay = Required.or(weightDecay, usual.weightDecay());
    decayRule = Required.or(decayRule, usual.decayRule());
    gradClipNorm = Required.or(gradClipNorm, 1.0);
  }

  /** Every value as it is where a configuration says nothing. */
  public static OptimConfig defaults() {
    return new OptimConfig(null, null, null, null, null, null, null, null);
  }

  /** AdamW's constants. */
  public AdamWConfig adamW() {
    return new AdamWConfig(beta1, beta2, eps, weightDecay, decayRule);
  }

  /** The learning rates of a run of so many steps. */
  public WarmupCosine schedule(long steps) {
    return new WarmupCosine(lr, Required.or(warmupSteps, steps / 20), steps);
  }

  /** The clipping. */
  public GradientClipping clipping() {
    return new GradientClipping(gradClipNorm);
  }
}
