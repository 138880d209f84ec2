package org.clip4j.examples.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.examples.bench.Figures;
import org.clip4j.examples.bench.LossBench;
import org.clip4j.examples.bench.LossOptions;
import org.clip4j.examples.bench.WarmUp;
import org.clip4j.train.StepTimes;
import org.clip4j.train.config.OptimConfig;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LogitTiles;
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
  private static final double ENCODER_SECONDS = 9;

  /** First runs at a size, in which memory grows and is joined. */
  private static final int GROWING = 2;

  private static final int UPDATES = 3;

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
      try (EncoderProbe probe = new EncoderProbe(model, kernels, options, pairs)) {
        StepTimes times = times(probe);
        double update = updateSeconds(model, optimizer, optim);
        log.info("Timing the loss on {} pairs", lossRows());
        double loss = lossSeconds();
        long bytes = probe.bytes();
        EncoderCost encoders =
            new EncoderCost(
                pairs,
                times.embedSeconds(),
                times.backwardSeconds(),
                bytes,
                others,
                others == pairs ? bytes : otherBytes);
        long process = ProcessMemory.bytes(4 * parameterBytes(model) + bytes);
        return new Calibration(encoders, lossRows(), loss, update, process, since(begun));
      }
    }
  }

  /** The micro-batch, or the largest power of two below it whose few runs take a few seconds. */
  private int affordablePairs(ClipModel model) {
    int pairs = Math.min(WARM_PAIRS, options.microBatch());
    double seconds;
    try (EncoderProbe probe = new EncoderProbe(model, kernels, options, pairs)) {
      WARM_UP.run(probe::run);
      long begun = System.nanoTime();
      probe.run();
      seconds = since(begun);
    }
    double affordable = ENCODER_SECONDS / (GROWING + 2) / (seconds / pairs);
    if (options.microBatch() <= affordable) {
      return options.microBatch();
    }
    return Integer.highestOneBit((int) Math.max(1, affordable));
  }

  private long activationBytes(ClipModel model, int pairs) {
    try (EncoderProbe probe = new EncoderProbe(model, kernels, options, pairs)) {
      probe.run();
      return probe.bytes();
    }
  }

  /** The medians of the later half of the runs that a few seconds hold: the compiler is done. */
  private static StepTimes times(EncoderProbe probe) {
    long begun = System.nanoTime();
    List<StepTimes> all = new ArrayList<>();
    do {
      all.add(probe.run());
    } while (all.size() <= GROWING || since(begun) < ENCODER_SECONDS);
    List<StepTimes> times = all.subList(Math.max(GROWING, all.size() / 2), all.size());
    return new StepTimes(
        0,
        Figures.median(times.stream().map(StepTimes::embedSeconds).toList()),
        0,
        Figures.median(times.stream().map(StepTimes::backwardSeconds).toList()));
  }

  /** A step's norm and update, at a rate of zero. */
  private double updateSeconds(ClipModel model, AdamW optimizer, OptimConfig optim) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < UPDATES; i++) {
      long begun = System.nanoTime();
      double norm = GradientClipping.norm(kernels, model.parameters());
      optimizer.step(kernels, 0, optim.clipping().factor(norm));
      seconds.add(since(begun));
    }
    return Figures.median(seconds);
  }

  private int lossRows() {
    return Math.min(LOSS_ROWS, options.batch());
  }

  private double lossSeconds() throws IOException {
    LossOptions loss =
        LossOptions.of(
            new InfoNceLoss().name(),
            lossRows(),
            options.model().embedDim(),
            LogitTiles.DEFAULT_EDGE,
            Optional.of(3),
            WarmUp.ofTimes(2));
    return LossBench.run(loss, kernels).get("step_s").asDouble();
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) * 1e-9;
  }

  private static long parameterBytes(ClipModel model) {
    return model.parameters().flatLength() * model.parameters().type().width();
  }
}
