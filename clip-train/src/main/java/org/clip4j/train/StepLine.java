package org.clip4j.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.webdataset.BadSamples;

/** What a line of a run's metrics tells of a step, and of the data as far as it was read. */
final class StepLine {

  private StepLine() {}

  /**
   * Losses, norm and seconds; no figure where the step was skipped.
   *
   * @param lossFlops of the loss's matrix products; 0 where they are not known
   */
  static void putResult(ObjectNode line, TrainStep.Result result, double lossFlops) {
    if (result.isFinite()) {
      line.put("loss", result.loss());
      putParts(line, result);
      line.put("grad_norm", result.gradientNorm());
    }
    line.put("data_s", result.times().dataSeconds());
    line.put("embed_s", result.times().embedSeconds());
    line.put("loss_s", result.times().lossSeconds());
    // Of a distillation's products nothing is known here.
    if (lossFlops > 0 && result.parts().isEmpty()) {
      line.put("loss_gflop_per_s", lossFlops * 1e-9 / result.times().lossSeconds());
    }
    line.put("backward_s", result.times().backwardSeconds());
  }

  /** What the loss is made of, where there is a teacher. */
  static void putParts(ObjectNode line, TrainStep.Result result) {
    result
        .parts()
        .ifPresent(
            parts ->
                line.put("contrastive_loss", parts.contrastive())
                    .put("distill_loss", parts.distill()));
  }

  /** How many samples were read, and what became of those that were not learned from. */
  static void putData(ObjectNode line, PairLoader loader) {
    BadSamples bad = loader.badSamples();
    line.put("skipped_samples", bad.samples());
    line.put("skipped_shards", bad.shards());
    line.put("filtered_samples", bad.filtered());
    line.put("read_samples", bad.read());
    line.put("repeated_samples", loader.repeatedSamples());
  }
}
