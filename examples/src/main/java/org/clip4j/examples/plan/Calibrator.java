package org.clip4j.examples.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.examples.bench.Figures;
import org.clip4j.examples.bench.LossBench;
import org.clip4j.examples.bench.LossOptions;
import org.clip4j.examples.bench.WarmUp;
import org.clip4j.train.StepTimes;
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

  private static final int WARM_RUNS = 3;

  /** Of the encoders' seconds; the rest is for the largest size that is tried. */
  private static final double WARM_SHARE = 0.25;

  /** First runs at a size, in which memory grows and is joined. */
  private static final int GROWING = 2;

  private static final int UPDATES = 3;

  /** Of the usual size four tiles: those on the diagonal and those beside it. */
  private static final int LOSS_ROWS = 2048;

  private static final int LOSS_STEPS = 3;

  private final PlanOptions options;
  private final double seconds;
  private final Kernels kernels;

  private Calibrator(PlanOptions options, double seconds, Kernels kernels) {
    this.options = options;
    this.seconds = seconds;
    this.kernels = kernels;
  }

  /**
   * Measures what the plan needs.
   *
   * @param seconds for the encoders; a few runs of the fewest pairs may take longer
   * @throws OutOfMemoryError naming the flag to raise, if the model's weights, gradients and
   *     moments alone do not fit
   */
  static Calibration run(PlanOptions options, double seconds, Kernels kernels) throws IOException {
    return new Calibrator(options, seconds, kernels).run();
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
    double once;
    try (EncoderProbe probe = new EncoderProbe(model, kernels, options, pairs)) {
      new WarmUp(WARM_RUNS, WARM_SHARE * seconds).run(probe::run);
      long begun = System.nanoTime();
      probe.run();
      once = since(begun);
    }
    double affordable = timedSeconds() / (GROWING + 2) / (once / pairs);
    if (options.microBatch() <= affordable) {
      return options.microBatch();
    }
    return Integer.highestOneBit((int) Math.max(1, affordable));
  }

  private double timedSeconds() {
    return (1 - WARM_SHARE) * seconds;
  }

  private long activationBytes(ClipModel model, int pairs) {
    try (EncoderProbe probe = new EncoderProbe(model, kernels, options, pairs)) {
      probe.run();
      return probe.bytes();
    }
  }

  /** The medians of the later half of the runs that a few seconds hold: the compiler is done. */
  private StepTimes times(EncoderProbe probe) {
    long begun = System.nanoTime();
    List<StepTimes> all = new ArrayList<>();
    do {
      all.add(probe.run());
    } while (all.size() <= GROWING || since(begun) < timedSeconds());
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
        new LossOptions(
            options.loss().loss(),
            lossRows(),
            options.model().embedDim(),
            options.loss().tile(),
            LOSS_STEPS,
            Double.POSITIVE_INFINITY,
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
