package org.clip4j.examples.bench;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.train.PhaseLog;
import org.clip4j.train.StepTimes;
import org.clip4j.train.TrainStep;
import org.clip4j.train.config.OptimConfig;
import org.clip4j.train.optim.AdamW;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A model in training on one batch of noise: the step of {@link TrainStep#ofRun}, as the trainer
 * calls it, with open_clip's constants.
 */
final class TrainingBench implements AutoCloseable {

  private static final long SEED = 0;

  private final boolean gradCheckpointing;
  private final OptimConfig optim = OptimConfig.defaults();
  private final NoiseBatch batch;
  private final PhaseLog phases = new PhaseLog();
  private final ClipModel model;
  private final AdamW optimizer;
  private TrainStep step;
  private TrainStep.Result result;

  TrainingBench(StepOptions options, Kernels kernels) {
    this.gradCheckpointing = options.gradCheckpointing();
    this.batch = NoiseBatch.of(options);
    this.model = new ClipModel(options.model(), DataType.FLOAT, true);
    model.initialize(SEED);
    this.optimizer = new AdamW(model.parameters(), optim.adamW());
    this.step = TrainStep.ofRun(model, optimizer, optim, kernels, gradCheckpointing, SEED);
  }

  /** Goes on with other kernels, in an arena of their own. */
  void use(Kernels kernels) {
    step.close();
    step = TrainStep.ofRun(model, optimizer, optim, kernels, gradCheckpointing, SEED);
  }

  /** One step, the captions' packing included; returns its seconds. */
  double run() {
    long begun = System.nanoTime();
    result =
        step.run(
            batch.begin(),
            optim.lr(),
            (phase, done, all) -> phases.done("the step", phase, done, all));
    return (System.nanoTime() - begun) * 1e-9;
  }

  /** The last step's, before its update. */
  double loss() {
    return result.loss();
  }

  /** Where the last step's time went. */
  StepTimes times() {
    return result.times();
  }

  long arenaBytes() {
    return step.arenaBytes();
  }

  long embeddingBytes() {
    return step.embeddingBytes();
  }

  @Override
  public void close() {
    step.close();
    optimizer.close();
    model.close();
  }
}
