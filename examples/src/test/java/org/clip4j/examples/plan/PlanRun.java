package org.clip4j.examples.plan;

import java.util.OptionalLong;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.config.KeepPictures;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;

/** Plans of a model that takes no time. */
final class PlanRun {

  private static final ModelConfig TINY =
      new ModelConfig(
          48, false, new VisionConfig(32, 8, 96, 3, 32, 4, 0), new TextConfig(12, 64, 64, 2, 2, 4));

  private PlanRun() {}

  static PlanOptions options(int batch, int microBatch, boolean checkpointing) {
    return options(batch, microBatch, checkpointing, KeepPictures.DECODED);
  }

  static PlanOptions options(int batch, int microBatch, boolean checkpointing, KeepPictures keep) {
    return options(batch, microBatch, checkpointing, keep, new InfoNceLoss(), 1024);
  }

  static PlanOptions options(int batch, int microBatch, ContrastiveLoss loss, int tile) {
    return options(batch, microBatch, false, KeepPictures.DECODED, loss, tile);
  }

  private static PlanOptions options(
      int batch,
      int microBatch,
      boolean checkpointing,
      KeepPictures keep,
      ContrastiveLoss loss,
      int tile) {
    return new PlanOptions(
        "tiny",
        TINY,
        batch,
        microBatch,
        7,
        checkpointing,
        new PlannedLoss(loss, tile),
        keep,
        1000,
        50,
        OptionalLong.empty());
  }
}
