package org.clip4j.examples.plan;

import java.util.OptionalLong;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;

/** Plans of a model that takes no time. */
final class PlanRun {

  private static final ModelConfig TINY =
      new ModelConfig(
          16, false, new VisionConfig(16, 8, 32, 2, 16, 4), new TextConfig(12, 64, 32, 2, 2, 4));

  private PlanRun() {}

  static PlanOptions options(int batch, int microBatch, boolean checkpointing) {
    return options(batch, microBatch, checkpointing, Keep.DECODED);
  }

  static PlanOptions options(int batch, int microBatch, boolean checkpointing, Keep keep) {
    return new PlanOptions(
        "tiny", TINY, batch, microBatch, 7, checkpointing, keep, 1000, 50, OptionalLong.empty());
  }
}
