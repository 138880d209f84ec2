package org.clip4j.train.config;

import java.util.Optional;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.optim.Tower;
import org.clip4j.train.optim.TowerLock;

/**
 * {@code train}: how long, how much at once, from which seed.
 *
 * @param steps updates of the whole run
 * @param batch pairs of a step
 * @param microBatch pairs that go through the encoders at once; must divide the batch. By default
 *     the batch; less takes less memory and, for a second pass forward, a third more time
 * @param keep how the batch's pictures wait for that second pass; {@code decoded} by default
 * @param seed of the first values, the order of the samples and the augmentation; 0 by default
 * @param threads of the kernels; by default the machine's processors
 * @param gradCheckpointing whether blocks keep their input alone and compute the rest once more in
 *     the backward pass: a third more work in far less memory, the same bits; not by default
 * @param nonFinite what is done where the loss or the gradients of a step are no longer finite;
 *     {@code stop} by default
 * @param nonFiniteLimit with {@code skip}, how many steps in a row may be dropped; one more ends
 *     the run. 10 by default
 * @param emaDecay what stays of a moving average of the weights in each update, such as .9999;
 *     without it there is none
 * @param lock the encoder that stays as it is, {@code image} or {@code text}; none by default
 * @param unlockedGroups how many of its last groups learn all the same, as open_clip counts them: 0
 *     by default
 */
public record TrainConfig(
    Long steps,
    Integer batch,
    Integer microBatch,
    KeepPictures keep,
    Long seed,
    Integer threads,
    Boolean gradCheckpointing,
    NonFinite nonFinite,
    Integer nonFiniteLimit,
    Double emaDecay,
    Tower lock,
    Integer unlockedGroups) {

  /** Checks the values. */
  public TrainConfig {
    Required.atLeast("train.steps", 1, Required.present("train.steps", steps));
    // A batch of one has no negative to learn from.
    Required.atLeast("train.batch", 2, Required.present("train.batch", batch));
    microBatch = Required.or(microBatch, batch);
    MicroBatchSize.require("train.micro_batch", microBatch, "train.batch", batch);
    keep = Required.or(keep, KeepPictures.DECODED);
    seed = Required.or(seed, 0L);
    threads = Required.or(threads, Runtime.getRuntime().availableProcessors());
    Required.atLeast("train.threads", 1, threads);
    gradCheckpointing = Required.or(gradCheckpointing, false);
    nonFinite = Required.or(nonFinite, NonFinite.STOP);
    nonFiniteLimit = Required.or(nonFiniteLimit, 10);
    Required.atLeast("train.non_finite_limit", 1, nonFiniteLimit);
    if (emaDecay != null && !(emaDecay > 0 && emaDecay < 1)) {
      throw new IllegalArgumentException("train.ema_decay is to lie in (0, 1), not " + emaDecay);
    }
    unlockedGroups = Required.or(unlockedGroups, 0);
    Required.atLeast("train.unlocked_groups", 0, unlockedGroups);
    if (unlockedGroups > 0 && lock == null) {
      throw new IllegalArgumentException(
          "train.unlocked_groups is "
              + unlockedGroups
              + ", but nothing is locked: set train.lock to image or text");
    }
  }

  /**
   * What stays as it is of a model.
   *
   * @throws IllegalArgumentException naming the key, if the encoder has fewer groups than are to
   *     learn
   */
  Optional<TowerLock> lock(ModelConfig model) {
    try {
      return Optional.ofNullable(lock).map(tower -> TowerLock.of(model, tower, unlockedGroups));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("train.unlocked_groups: " + e.getMessage(), e);
    }
  }
}
