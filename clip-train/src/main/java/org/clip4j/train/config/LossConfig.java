package org.clip4j.train.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LogitTiles;
import org.clip4j.train.loss.Losses;

/**
 * {@code loss}: what is learned from.
 *
 * @param name {@code infonce}, the default, {@code sigmoid}, or one that an archive on the class
 *     path adds
 * @param tile rows and columns of a tile of logits, of which a few are in memory at once; 1024 by
 *     default
 */
public record LossConfig(String name, Integer tile) {

  /** Fills in the defaults and checks that there is such a loss. */
  public LossConfig {
    name = Required.or(name, "infonce");
    tile = Required.or(tile, LogitTiles.DEFAULT_EDGE);
    Required.atLeast("loss.tile", 1, tile);
    try {
      Losses.named(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("loss.name: " + e.getMessage(), e);
    }
  }

  /** Every value as it is where a configuration says nothing. */
  public static LossConfig defaults() {
    return new LossConfig(null, null);
  }

  /** The loss. */
  @JsonIgnore
  public ContrastiveLoss loss() {
    return Losses.named(name).withTile(tile);
  }

  /**
   * Checks that a model has what the loss needs.
   *
   * @throws IllegalArgumentException naming the keys that give it
   */
  public void requireFits(ModelConfig model) {
    if (loss().needsBias() && model.initLogitBias() == null) {
      throw new IllegalArgumentException(
          "loss.name "
              + name
              + " needs a model with a learned bias of the logits: set model_cfg.init_logit_bias"
              + " (SigLIP: -10) and model_cfg.init_logit_scale (SigLIP: 2.302585, the logarithm of"
              + " 10); instead of a preset's name, model takes them in its written-out model_cfg");
    }
  }
}
