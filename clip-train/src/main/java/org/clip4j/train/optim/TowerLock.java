package org.clip4j.train.optim;

import java.util.Locale;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.LayerGroups;
import org.clip4j.encoders.config.ModelConfig;

/**
 * An encoder that stays as it is (LiT, Zhai et al. 2022, arXiv:2111.07991), all of it or all but
 * its last groups: open_clip's locked towers.
 *
 * @param tower the encoder
 * @param groups how it divides
 * @param unlocked how many of its last groups learn all the same
 */
public record TowerLock(Tower tower, LayerGroups groups, int unlocked) {

  /** Checks that it has so many groups. */
  public TowerLock {
    if (unlocked < 0 || unlocked > groups.count()) {
      throw new IllegalArgumentException(
          String.format(
              "%d groups cannot be unlocked: the %s encoder has %d (the embeddings, each block, the"
                  + " projection)",
              unlocked, tower.name().toLowerCase(Locale.ROOT), groups.count()));
    }
  }

  /**
   * The lock of a model's encoder.
   *
   * @throws IllegalArgumentException if the encoder has fewer groups than are to learn, or the
   *     number is negative
   */
  public static TowerLock of(ModelConfig model, Tower tower, int unlocked) {
    int layers = tower == Tower.IMAGE ? model.visionCfg().layers() : model.textCfg().layers();
    return new TowerLock(tower, new LayerGroups(layers), unlocked);
  }

  /** How many groups stay as they are, from the first on. */
  public int locked() {
    return groups.count() - unlocked;
  }

  /** Whether nothing of the encoder learns. */
  public boolean isWhole() {
    return unlocked == 0;
  }

  /** Whether a parameter stays as it is. */
  public boolean keeps(Parameter parameter) {
    return tower.has(parameter) && groups.of(parameter.name()) < locked();
  }
}
