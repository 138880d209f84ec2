package org.clip4j.train.config;

import java.util.Optional;
import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.DecayRule;
import org.clip4j.train.optim.GradientClipping;
import org.clip4j.train.optim.Schedule;
import org.clip4j.train.optim.TowerLock;
import org.clip4j.train.optim.TowerRates;
import org.clip4j.train.optim.WarmupConstant;
import org.clip4j.train.optim.WarmupCooldown;
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
 * @param schedule what the learning rate does behind its warm-up; {@code cosine} by default
 * @param cooldownSteps with {@code cooldown}, the last steps of the run, in which it falls
 * @param cooldownPower with {@code cooldown}, of the curve along which it falls; 1 by default, a
 *     straight line
 * @param cooldownEndLr with {@code cooldown}, where it ends; 0 by default
 * @param imageLrScale what the learning rate is multiplied by in the image encoder, 1 by default
 * @param textLrScale the same in the text encoder
 */
public record OptimConfig(
    Double lr,
    Long warmupSteps,
    Double beta1,
    Double beta2,
    Double eps,
    Double weightDecay,
    DecayRule decayRule,
    Double gradClipNorm,
    ScheduleName schedule,
    Long cooldownSteps,
    Double cooldownPower,
    Double cooldownEndLr,
    Double imageLrScale,
    Double textLrScale) {

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
    schedule = Required.or(schedule, ScheduleName.COSINE);
    imageLrScale = Required.or(imageLrScale, 1.0);
    textLrScale = Required.or(textLrScale, 1.0);
    Required.positive("optim.image_lr_scale", imageLrScale);
    Required.positive("optim.text_lr_scale", textLrScale);
    if (schedule == ScheduleName.COOLDOWN) {
      Required.present("optim.cooldown_steps", cooldownSteps);
    } else if (cooldownSteps != null || cooldownPower != null || cooldownEndLr != null) {
      throw new IllegalArgumentException(
          "optim.cooldown_steps, cooldown_power and cooldown_end_lr are for optim.schedule:"
              + " cooldown");
    }
  }

  /** Every value as it is where a configuration says nothing. */
  public static OptimConfig defaults() {
    return new OptimConfig(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** AdamW's constants. */
  public AdamWConfig adamW() {
    return new AdamWConfig(beta1, beta2, eps, weightDecay, decayRule);
  }

  /** The learning rates of a run of so many steps. */
  public Schedule schedule(long steps) {
    long warmUp = Required.or(warmupSteps, steps / 20);
    return switch (schedule) {
      case COSINE -> new WarmupCosine(lr, warmUp, steps);
      case CONSTANT -> new WarmupConstant(lr, warmUp);
      case COOLDOWN ->
          new WarmupCooldown(
              lr,
              warmUp,
              steps,
              cooldownSteps,
              Required.or(cooldownPower, 1.0),
              Required.or(cooldownEndLr, 0.0));
    };
  }

  /**
   * How fast each encoder learns.
   *
   * @param lock what does not learn
   */
  public TowerRates rates(Optional<TowerLock> lock) {
    return new TowerRates(imageLrScale, textLrScale, lock);
  }

  /** The clipping. */
  public GradientClipping clipping() {
    return new GradientClipping(gradClipNorm);
  }
}
