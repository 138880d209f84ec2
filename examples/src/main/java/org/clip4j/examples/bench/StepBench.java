package org.clip4j.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.train.StepTimes;
import org.clip4j.train.loss.InfoNceLoss;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times whole steps of training, from pixels and token ids to updated parameters. */
public final class StepBench {

  private static final Logger log = LoggerFactory.getLogger(StepBench.class);

  private StepBench() {}

  /**
   * Trains on one batch of noise.
   *
   * @return {@code step_s} is the median in seconds, {@code data_s} (micro-batches of noise made of
   *     8-bit levels), {@code embed_s}, {@code loss_s} and {@code backward_s} the medians of its
   *     phases, {@code samples_per_s} what follows from the first, {@code loss_gflop_per_s} the
   *     operations of the loss's matrix products over its time, {@code arena_mib} the memory of a
   *     step's activations, {@code embeddings_mib} that of the embeddings kept for a second pass,
   *     {@code peak_rss_mib} the process's most resident memory (null where the system does not
   *     say), {@code loss} the last step's
   * @throws ArithmeticException if the loss is no longer finite
   */
  public static ObjectNode run(StepOptions options, Kernels kernels) throws IOException {
    List<Double> seconds = new ArrayList<>();
    List<StepTimes> times = new ArrayList<>();
    ObjectNode result = Figures.of(kernels);
    describe(options, result);
    try (TrainingBench training = new TrainingBench(options, kernels)) {
      options.warmUp().run(training::run);
      for (int i = 1; i <= options.steps(); i++) {
        double took = training.run();
        seconds.add(took);
        times.add(training.times());
        log.info("Step {} of {}: {} s", i, options.steps(), String.format("%.4f", took));
      }
      double median = Figures.median(seconds);
      double lossSeconds = median(times, StepTimes::lossSeconds);
      double flops = new InfoNceLoss().productFlops(options.batch(), options.model().embedDim());
      result
          .put("step_s", median)
          .put("samples_per_s", options.batch() / median)
          .put("data_s", median(times, StepTimes::dataSeconds))
          .put("embed_s", median(times, StepTimes::embedSeconds))
          .put("loss_s", lossSeconds)
          .put("backward_s", median(times, StepTimes::backwardSeconds))
          .put("loss_gflop_per_s", flops * 1e-9 / lossSeconds)
          .put("arena_mib", training.arenaBytes() >> 20)
          .put("embeddings_mib", training.embeddingBytes() >> 20)
          .put("loss", training.loss());
    }
    Figures.putPeakMemory(result);
    return result;
  }

  private static double median(List<StepTimes> times, Function<StepTimes, Double> phase) {
    return Figures.median(times.stream().map(phase).toList());
  }

  static void describe(StepOptions options, ObjectNode result) {
    result
        .put("model", options.name())
        .put("batch", options.batch())
        .put("micro_batch", options.microBatch())
        .put("caption_tokens", options.captionTokens())
        .put("steps", options.steps())
        .put("grad_checkpointing", options.gradCheckpointing());
  }
}
