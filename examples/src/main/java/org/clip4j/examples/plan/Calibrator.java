package org.clip4j.examples.plan;

import java.io.IOException;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.examples.bench.LossBench;
import org.clip4j.examples.bench.LossKind;
import org.clip4j.examples.bench.LossOptions;
import org.clip4j.examples.bench.WarmUp;
import org.clip4j.train.config.OptimConfig;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.GradientClipping;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the parts of a step at sizes that take a few seconds. */
final class Calibrator {

  private static final Logger log = LoggerFactory.getLogger(Calibrator.class);

  /** Pairs of the warm-up: enough for every kernel to run on all threads. */
  private static final int WARM_PAIRS = 2;

  private static final WarmUp WARM_UP = new WarmUp(3, 3);

  /** Seconds for the encoders at the largest size that is tried. */
  private static final double ENCODER_SECONDS = 6;

  /** Four tiles: those on the diagonal and those beside it. */
  private static final int LOSS_ROWS = 2048;

  private final PlanOptions options;
  private final Kernels kernels;

  private Calibrator(PlanOptions options, Kernels kernels) {
    this.options = options;
    this.kernels = kernels;
  }

  /**
   * Measures what the plan needs.
   *
   * @throws OutOfMemoryError naming the flag to raise, if the model's weights, gradients and
   *     moments alone do not fit
   */
  static Calibration run(PlanOptions options, Kernels kernels) throws IOException {
    return new Calibrator(options, kernels).run();
  }

  private Calibration run() throws IOException {
    long begun = System.nanoTime();
    OptimConfig optim = OptimConfig.defaults();
    try (ClipModel model = new ClipModel(options.model(), DataType.FLOAT, true);
        AdamW optimizer = new AdamW(model.parameters(), optim.adamW())) {
      model.initialize(0);
      int pairs = affordablePairs(model);
      log.info("Timing the encoders on {} pairs", pairs);
      int others = pairs == options.microBatch() ? pairs : pairs == 1 ? 2 : pairs / 2;
      long otherBytes = others == pairs ? 0 : activationBytes(model, others);
      try (EncoderProbe probe = EncoderProbe.of(model, kernels, options, pairs)) {
        double backward = Timing.median(2, ENCODER_SECONDS * 3 / 4, probe::forwardAndBackward);
        double forward =
            options.inParts() ? Timing.median(2, ENCODER_SECONDS / 4, probe::forward) : 0;
        double update = Timing.median(1, 1, () -> update(model, optimizer, optim));
        log.info("Timing the loss on {} pairs", lossRows());
        double loss = lossSeconds();
        long bytes = probe.bytes();
        long held = 4 * parameterBytes(model) + bytes;
        return new Calibration(
            new EncoderCost(
                pairs, forward, backward, bytes, others, others == pairs ? bytes : otherBytes),
            lossRows(),
            loss,
            update,
            ProcessMemory.bytes(held),
            Timing.since(begun));
      }
    }
  }

  /** The micro-batch, or the largest power of two below it whose few runs take a few seconds. */
  private int affordablePairs(ClipModel model) {
    int pairs = Math.min(WARM_PAIRS, options.microBatch());
    double seconds;
    try (EncoderProbe probe = EncoderProbe.of(model, kernels, options, pairs)) {
      WARM_UP.run(
          () -> {
            probe.forward();
            probe.forwardAndBackward();
          });
      seconds = Timing.median(0, 0, probe::forwardAndBackward);
    }
    // Two runs to grow, two to time, and as much as one for the forward pass.
    double affordable = ENCODER_SECONDS / 5 / (seconds / pairs);
    if (options.microBatch() <= affordable) {
      return options.microBatch();
    }
    return Integer.highestOneBit((int) Math.max(1, affordable));
  }

  private long activationBytes(ClipModel model, int pairs) {
    try (EncoderProbe probe = EncoderProbe.of(model, kernels, options, pairs)) {
      probe.forwardAndBackward();
      return probe.bytes();
    }
  }

  /** A step's update, at a rate of zero. */
  private void update(ClipModel model, AdamW optimizer, OptimConfig optim) {
    double norm = GradientClipping.norm(kernels, model.parameters());
    optimizer.step(kernels, 0, optim.clipping().factor(norm));
  }

  private int lossRows() {
    return Math.min(LOSS_ROWS, options.batch());
  }

  private double lossSeconds() throws IOException {
    LossOptions loss =
        new LossOptions(
            LossKind.INFONCE, lossRows(), options.model().embedDim(), 3, WarmUp.ofTimes(2));
    return LossBench.run(loss, kernels).get("step_s").asDouble();
  }

  private static long parameterBytes(ClipModel model) {
    return model.parameters().flatLength() * model.parameters().type().width();
  }
}
