package org.clip4j.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.core.kernels.Kernels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times whole steps of training, from pixels and token ids to updated parameters. */
public final class StepBench {

  private static final Logger log = LoggerFactory.getLogger(StepBench.class);

  private StepBench() {}

  /**
   * Trains on one batch of noise.
   *
   * @return {@code step_s} is the median in seconds, {@code samples_per_s} what follows from it,
   *     {@code arena_mib} the memory of a step's activations, {@code peak_rss_mib} the process's
   *     most resident memory (null where the system does not say), {@code loss} the last step's
   * @throws ArithmeticException if the loss is no longer finite
   */
  public static ObjectNode run(StepOptions options, Kernels kernels) throws IOException {
    List<Double> seconds = new ArrayList<>();
    ObjectNode result = Figures.of(kernels);
    describe(options, result);
    try (TrainingBench training = new TrainingBench(options, kernels)) {
      options.warmUp().run(training::run);
      for (int i = 1; i <= options.steps(); i++) {
        double took = training.run();
        seconds.add(took);
        log.info("Step {} of {}: {} s", i, options.steps(), String.format("%.4f", took));
      }
      double median = Figures.median(seconds);
      result
          .put("step_s", median)
          .put("samples_per_s", options.batch() / median)
          .put("arena_mib", training.arenaBytes() >> 20)
          .put("loss", training.loss());
    }
    Figures.putPeakMemory(result);
    return result;
  }

  static void describe(StepOptions options, ObjectNode result) {
    result
        .put("model", options.name())
        .put("batch", options.batch())
        .put("caption_tokens", options.captionTokens())
        .put("steps", options.steps())
        .put("grad_checkpointing", options.gradCheckpointing());
  }
}
