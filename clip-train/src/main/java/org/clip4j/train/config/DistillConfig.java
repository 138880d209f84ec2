package org.clip4j.train.config;

/**
 * {@code distill}: another model that is learned from.
 *
 * @param model its folder, in open_clip's layout or Hugging Face's, counted from the
 *     configuration's own folder
 * @param weight what the distillation loss is multiplied by before it is added to the contrastive
 *     one; 1 by default
 */
public record DistillConfig(String model, Double weight) {

  /** Fills in the default and checks the values. */
  public DistillConfig {
    Required.present("distill.model", model);
    weight = Required.or(weight, 1.0);
    Required.positive("distill.weight", weight);
  }

  /** The same with the model's folder counted from elsewhere. */
  DistillConfig withModel(String moved) {
    return new DistillConfig(moved, weight);
  }
}
