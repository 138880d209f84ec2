package org.clip4j.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.clip4j.core.Version;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.Position;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.train.checkpoint.CheckpointStore;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.eval.ZeroShotScore;
import org.clip4j.train.optim.Schedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a CLIP model as a configuration says, into a folder:
 *
 * <pre>
 * config.yaml      the configuration with every default filled in
 * versions.jsonl   what it was begun and gone on with: versions, arithmetic, data
 * metrics.jsonl    a JSON object every few steps
 * report.html      curves, and figures where the run is evaluated
 * tensorboard/     the same for TensorBoard
 * non-finite/      what led to steps that were not finite, where there were any
 * quarantine.jsonl a JSON object for each bad sample
 * checkpoints/     see {@link CheckpointStore}
 * </pre>
 */
public final class Trainer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private final RunSetup setup;
  private final RunConfig config;
  private final RunFolder folder;
  private final Kernels kernels;
  private final ClipModel model;
  private final Progress progress;
  private long step;
  private long samples;
  private Position position;
  private RunHistory history;
  private volatile boolean stopRequested;
  private volatile PairLoader waiting;
  private boolean writing;

  private Trainer(RunSetup setup, Progress progress) {
    this.setup = setup;
    this.config = setup.config();
    this.folder = setup.folder();
    this.kernels = setup.kernels();
    this.model = setup.model();
    this.progress = progress;
    this.step = setup.stand().step();
    this.samples = setup.stand().samples();
    this.position = setup.stand().position();
    this.history = setup.stand().history();
  }

  /**
   * A new run.
   *
   * @param config what to do
   * @param base the folder that shard paths count from: the configuration's own
   * @param out the run's folder; made if it is not there
   * @throws IOException if another run has the folder
   */
  public static Trainer start(RunConfig config, Path base, Path out, Progress progress)
      throws IOException {
    return new Trainer(RunSetup.begin(config, base, out), progress);
  }

  /**
   * Goes on from the last checkpoint in {@code out} whose files are whole, with its thread count,
   * so that the bits are those of a run that was never stopped; starts afresh where there is none.
   *
   * @throws IllegalArgumentException if the checkpoint's model is another one, or what decides what
   *     is learned has changed in the configuration, naming the difference
   * @throws IOException if there are checkpoints, but none is whole, or another run has the folder
   */
  public static Trainer resume(RunConfig config, Path base, Path out, Progress progress)
      throws IOException {
    return resume(config, base, out, false, progress);
  }

  /** The same by a configuration that may be another one: from there on it is another run. */
  public static Trainer resumeWithChanges(RunConfig config, Path base, Path out, Progress progress)
      throws IOException {
    return resume(config, base, out, true, progress);
  }

  private static Trainer resume(
      RunConfig config, Path base, Path out, boolean changes, Progress progress)
      throws IOException {
    Trainer trainer = new Trainer(RunSetup.goOn(config, base, out, changes), progress);
    trainer.setup.resumed().ifPresent(trainer::sayWhatChanged);
    return trainer;
  }

  private void sayWhatChanged(TrainerState then) {
    new RunVersions(setup).changes().forEach(LOG::warn);
    ResumeWarnings.of(then, state()).forEach(LOG::warn);
    if (then.threads() != config.train().threads()) {
      LOG.info(
          "Threads stay {}, as in the checkpoint: another number gives other bits", then.threads());
    }
  }

  /**
   * Trains until the configuration's last step, or until {@link #requestStop()}; either way ends
   * with a checkpoint. A step over micro-batches, which may take minutes, is given up then, and so
   * is an evaluation. Where its data ends the run, as {@link LoaderException} says, or a step that
   * is not finite, there is one of what was learned before, too.
   *
   * @return updates made in all
   * @throws ArithmeticException if a step, or the parameters, are not finite and the run is to end
   */
  public long run() throws IOException {
    if (step == 0) {
      beginWriting();
    }
    Schedule schedule = config.optim().schedule(config.train().steps());
    long steps = config.train().steps();
    RunCheckpoints checkpoints =
        new RunCheckpoints(
            folder.checkpoints(), config.checkpoint(), step, history.best(), System::nanoTime);
    NonFiniteGuard guard = new NonFiniteGuard(config.train(), folder.nonFinite(), model, kernels);
    RunReport report = new RunReport(folder, config, setup.dataFingerprint(), kernels);
    RunEvaluation evaluation =
        new RunEvaluation(
            config.eval(), config.data(), setup.shards(), model, kernels, setup.average());
    StepClock clock = new StepClock();
    PhaseLog phases = new PhaseLog();
    PhaseListener within =
        (phase, done, all) -> {
          progress.within(phase, done, all);
          phases.done("step " + (step + 1), phase, done, all);
          requireGoOn();
        };
    progress.begin(step, steps);
    try (Quarantine quarantine = Quarantine.open(folder.quarantine(), step > 0);
        PairLoader loader = openPairs(quarantine);
        RunMetrics metrics = openMetrics();
        TrainStep trainStep =
            new TrainStep(
                model,
                config.loss().loss(),
                setup.optimizer(),
                config.optim().clipping(),
                kernels,
                config.train().seed(),
                new StepOptions(
                    config.train().gradCheckpointing(), config.lock(), setup.teacher()))) {
      if (step > 0 && evaluation.isDue(step, steps)) {
        RunHistory before = history;
        OptionalDouble made = RunEvaluation.made(step, folder.metrics());
        if (made.isPresent()) {
          // The checkpoint may not know of it: the run may have been killed between the two.
          checkpoints.evaluated(step, made.getAsDouble());
          history = history.withBest(checkpoints.best());
        } else {
          evaluate(evaluation, checkpoints, metrics, report);
        }
        if (!history.equals(before)) {
          save(checkpoints);
        }
        clock.skip();
      }
      while (step < steps && !stopRequested) {
        double learningRate = schedule.learningRate(step);
        TrainStep.Result result;
        try (LoadedBatch batch = new LoadedBatch(loader, config.train())) {
          try {
            result = trainStep.run(batch, learningRate, within);
            history = history.withUpdate();
            setup.average().ifPresent(WeightAverage::update);
          } catch (NonFiniteStep e) {
            guard.accept(e, step + 1, learningRate, batch, history.withSkip());
            history = history.withSkip();
            result = e.result();
          }
          position = batch.behind();
        }
        step++;
        samples += result.isFinite() ? config.train().batch() : 0;

        double samplesPerSecond = clock.samplesPerSecond(config.train().batch());
        phases.stepDone();
        progress.step(step, result.loss(), samplesPerSecond);
        if (isDue(config.log().everySteps()) || step == 1) {
          metrics.write(metricsLine(result, learningRate, samplesPerSecond, loader));
          LOG.info(
              "step {} of {}: loss {}, {} samples/s",
              step,
              steps,
              String.format("%.4f", result.loss()),
              Math.round(samplesPerSecond));
        }
        if (evaluation.isDue(step, steps)) {
          evaluate(evaluation, checkpoints, metrics, report);
          clock.skip();
        }
        if (checkpoints.isDue(step)) {
          save(checkpoints);
          report.write(step);
          clock.skip();
        }
      }
      if (loader.badSamples().samples() + loader.badSamples().shards() > 0) {
        LOG.warn("Skipped on the way: {}", loader.badSamples());
      }
      if (loader.badSamples().filtered() > 0) {
        LOG.info("Filtered on the way: {}", loader.badSamples().filteredInWords());
      }
    } catch (GivenUp e) {
      LOG.info("Stopped behind step {}: what was begun then a resumed run makes anew", step);
    } catch (LoaderException e) {
      if (!stopRequested) {
        if (writing) {
          keep(checkpoints, e);
          report.write(step);
        }
        throw e;
      }
      LOG.info("Stopped behind step {}: {}", step, e.getMessage());
    } catch (ArithmeticException e) {
      // A step that was not finite has changed nothing; an update before it may have.
      if (NonFiniteGuard.areFinite(model, kernels)) {
        keep(checkpoints, e);
      }
      // Nobody wants to see the curves more than who is told that they end here.
      report.write(step);
      throw e;
    }
    if (!checkpoints.isSaved(step)) {
      save(checkpoints);
      report.write(step);
    }
    return step;
  }

  /** Of a run that goes on, only where its data is as the checkpoint says. */
  private PairLoader openPairs(Quarantine quarantine) throws IOException {
    PairLoader loader = setup.openPairs(position, quarantine.samples());
    waiting = loader;
    if (step > 0) {
      try {
        loader.awaitBegin();
      } catch (RuntimeException e) {
        loader.close();
        throw e;
      }
    }
    return loader;
  }

  private RunMetrics openMetrics() throws IOException {
    if (!writing) {
      beginWriting();
    }
    return RunMetrics.open(folder, config.log(), step);
  }

  /** A run that goes on has been refused before if it is: until here its folder is as it was. */
  private void beginWriting() throws IOException {
    WrittenConfig.write(config.movedTo(setup.base(), folder.root()), folder, step);
    new RunVersions(setup).add();
    writing = true;
  }

  /**
   * A run that its data or a step's numbers end has a checkpoint of what it had learned: no step is
   * half made.
   */
  private void keep(RunCheckpoints checkpoints, RuntimeException end) {
    try {
      if (step > 0 && !checkpoints.isSaved(step)) {
        save(checkpoints);
      }
    } catch (IOException | ArithmeticException e) {
      LOG.warn("{}", e.getMessage());
      end.addSuppressed(e);
    }
  }

  private boolean isDue(long every) {
    return step % every == 0 || step == config.train().steps();
  }

  private ObjectNode metricsLine(
      TrainStep.Result result, double learningRate, double samplesPerSecond, PairLoader loader) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("step", step);
    line.put("epoch", position.epoch());
    line.put("samples", samples);
    double lossFlops =
        config.loss().loss().productFlops(config.train().batch(), model.config().embedDim());
    StepLine.putResult(line, result, lossFlops);
    line.put("logit_scale", Math.exp(model.logitScale().value().get(0)));
    model.logitBias().ifPresent(bias -> line.put("logit_bias", bias.value().get(0)));
    line.put("lr", learningRate);
    line.put("samples_per_s", samplesPerSecond);
    StepLine.putData(line, loader);
    line.put("skipped_steps", history.skippedSteps());
    return line;
  }

  /** Tries the held-out pairs; a stop gives it up, and the resumed run makes it. */
  private void evaluate(
      RunEvaluation evaluation, RunCheckpoints checkpoints, RunMetrics metrics, RunReport report)
      throws IOException {
    RunEvaluation.Scores scores = evaluation.run(pictures -> requireGoOn());
    ZeroShotScore own = scores.own();
    checkpoints.evaluated(step, own.top1().value());
    history = history.withBest(checkpoints.best());
    progress.evaluated(step, own.top1().value(), own.top5().value());
    metrics.write(scores.line(step));
    report.evaluated(step, own);
  }

  private void requireGoOn() {
    if (stopRequested) {
      throw new GivenUp();
    }
  }

  private TrainerState state() {
    return new TrainerState(
        step,
        samples,
        position,
        kernels.threads(),
        kernels.name(),
        kernels.rowKernels(),
        Version.current(),
        setup.dataFingerprint(),
        config.treeWithoutPaths(),
        history);
  }

  private void save(RunCheckpoints checkpoints) throws IOException {
    NonFiniteGuard.requireFinite(model, kernels, step);
    checkpoints.save(
        step,
        into -> {
          model.save(into, CheckpointLayout.OPEN_CLIP);
          state().write(into, setup.optimizer());
          if (setup.average().isPresent()) {
            setup.average().get().write(into);
          }
        });
  }

  /**
   * Asks a running {@link #run()} to end, from any thread: behind its current step, or before,
   * where that goes over micro-batches or waits for data; an evaluation is given up, also while it
   * waits for data.
   */
  public void requestStop() {
    stopRequested = true;
    PairLoader loader = waiting;
    if (loader != null) {
      loader.stopWaiting();
    }
  }

  /** The model as it stands. */
  public ClipModel model() {
    return model;
  }

  /** The arithmetic the run uses. */
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void close() {
    setup.close();
  }

  /** Ends what has changed nothing yet. */
  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
