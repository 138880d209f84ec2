package org.clip4j.examples.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.examples.bench.Figures;

/** What a run will cost. */
public final class Plan {

  /** Long enough for the compiler to be done with the encoders and a median to settle. */
  public static final double SECONDS = 12;

  private static final double MIB = 1 << 20;

  private Plan() {}

  /**
   * Calibrates for a few seconds and plans.
   *
   * @param seconds for the encoders, {@link #SECONDS} usually
   * @return {@code memory} lists the parts of the resident memory in MiB, {@code total_mib} is
   *     their sum; {@code embed_s} (both encoders forward), {@code loss_s}, {@code backward_s} and
   *     {@code update_s} are a step's parts in seconds, {@code step_s} their sum; with a number of
   *     steps also {@code run_s} and {@code run_h}
   */
  public static ObjectNode of(PlanOptions options, double seconds, Kernels kernels)
      throws IOException {
    Calibration calibration = Calibrator.run(options, seconds, kernels);
    ObjectNode result = Figures.of(kernels);
    describe(options, result);
    MemoryPlan memory = MemoryPlan.of(options, calibration);
    TimePlan time = TimePlan.of(options, calibration);
    result
        .put("calibration_s", calibration.seconds())
        .put("calibrated_pairs", calibration.encoders().pairs())
        .put("total_mib", Math.round(memory.total() / MIB))
        .put("embed_s", time.embed())
        .put("loss_s", time.loss())
        .put("backward_s", time.backward())
        .put("update_s", time.update())
        .put("step_s", time.step())
        .put("pairs_per_s", options.batch() / time.step());
    options
        .steps()
        .ifPresent(
            steps ->
                result
                    .put("steps", steps)
                    .put("run_s", steps * time.step())
                    .put("run_h", steps * time.step() / 3600));
    ArrayNode parts = result.putArray("memory");
    memory
        .parts()
        .forEach((name, bytes) -> parts.addObject().put("part", name).put("mib", bytes / MIB));
    return result;
  }

  private static void describe(PlanOptions options, ObjectNode result) {
    result
        .put("model", options.name())
        .put("batch", options.batch())
        .put("micro_batch", options.microBatch())
        .put("caption_tokens", options.captionTokens())
        .put("grad_checkpointing", options.gradCheckpointing())
        .put("loss", options.loss().loss().name())
        .put("tile", options.loss().tile());
    if (options.inParts()) {
      result.put("keep", options.keep().name().toLowerCase(Locale.ROOT));
    }
  }
}
