package org.clip4j.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.core.Version;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.Position;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.train.checkpoint.CheckpointStore;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.eval.ZeroShotScore;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.Schedule;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a CLIP model as a configuration says, into a folder:
 *
 * <pre>
 * config.yaml      the configuration with every default filled in
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

  private final RunConfig config;
  private final Path base;
  private final RunFolder folder;
  private final Kernels kernels;
  private final ClipModel model;
  private final AdamW optimizer;
  private final Optional<WeightAverage> average;
  private final Optional<Teacher> teacher;
  private final ShardPaths shards;
  private final TrainingPairs pairs;
  private final String dataFingerprint;
  private final String teacherFingerprint;
  private final Progress progress;
  private long step;
  private long samples;
  private Position position = Position.START;
  private RunHistory history = RunHistory.NONE;
  private volatile boolean stopRequested;
  private volatile PairLoader waiting;

  private Trainer(RunConfig config, Path base, Path out, int threads, Progress progress)
      throws IOException {
    Optional<TeacherCheckpoint> teaching = TeacherCheckpoint.of(config, base);
    this.config = config;
    this.base = base;
    this.shards = ShardPaths.of(config, base);
    this.progress = progress;
    ModelSpec spec = AskedModel.of(config);
    config.requireRoom();
    this.pairs = TrainingPairs.of(config).requirePossible(shards.training(), shards.source());
    this.folder = RunFolder.create(out);
    this.kernels = KernelSelector.of(DataType.FLOAT, threads);
    this.dataFingerprint = DataFingerprint.of(shards.training(), shards.source());
    this.model = new ClipModel(spec, DataType.FLOAT, true);
    this.optimizer =
        new AdamW(model.parameters(), config.optim().adamW(), config.optim().rates(config.lock()));
    this.average =
        Optional.ofNullable(config.train().emaDecay()).map(d -> new WeightAverage(model, d));
    this.teacher =
        teaching.isPresent() ? Optional.of(teaching.get().load(kernels)) : Optional.empty();
    this.teacherFingerprint = teaching.isPresent() ? teaching.get().fingerprint() : null;
  }

  /**
   * A new run.
   *
   * @param config what to do
   * @param base the folder that shard paths count from: the configuration's own
   * @param out the run's folder; made if it is not there
   */
  public static Trainer start(RunConfig config, Path base, Path out, Progress progress)
      throws IOException {
    AskedModel.of(config);
    Optional<ModelInit> init = ModelInit.of(config, base);
    Trainer trainer = new Trainer(config, base, out, config.train().threads(), progress);
    trainer.model.initialize(config.train().seed());
    if (init.isPresent()) {
      init.get().readInto(trainer.model);
      trainer.history = RunHistory.beginningFrom(init.get().fingerprint());
    }
    trainer.history = trainer.history.withTeacher(trainer.teacherFingerprint);
    trainer.average.ifPresent(WeightAverage::begin);
    return trainer;
  }

  /**
   * Goes on from the last checkpoint in {@code out} whose files are whole, with its thread count,
   * so that the bits are those of a run that was never stopped; starts afresh where there is none.
   *
   * @throws IllegalArgumentException if the checkpoint's model is another one, naming the
   *     difference
   * @throws IOException if there are checkpoints, but none is whole
   */
  public static Trainer resume(RunConfig config, Path base, Path out, Progress progress)
      throws IOException {
    ShardPaths.requireReadAgain(config);
    Optional<Path> last = new RunFolder(out).checkpoints().newestSound();
    if (last.isEmpty()) {
      LOG.info("{} has no checkpoint to resume from: starting afresh", out);
      return start(config, base, out, progress);
    }
    Path checkpoint = last.get();
    TrainerState state = TrainerState.read(checkpoint);
    Checkpoint.open(checkpoint).requireSame(AskedModel.of(config));
    ResumedConfig.requireSameLock(state.config(), config.treeWithoutPaths());
    Trainer trainer = new Trainer(config, base, out, state.threads(), progress);
    trainer.continueFrom(checkpoint, state);
    return trainer;
  }

  private void continueFrom(Path checkpoint, TrainerState state) throws IOException {
    model.readWeights(checkpoint);
    state.readMoments(checkpoint, optimizer);
    if (average.isPresent()) {
      average.get().continueFrom(checkpoint);
    }
    step = state.step();
    samples = state.samples();
    position = state.position();
    history = state.history().withTeacher(teacherFingerprint);
    ResumeWarnings.of(state, state()).forEach(LOG::warn);
    if (state.threads() != config.train().threads()) {
      LOG.info(
          "Threads stay {}, as in the checkpoint: another number gives other bits",
          state.threads());
    }
    LOG.info("Resuming {} behind step {}", checkpoint, step);
  }

  /**
   * Trains until the configuration's last step, or until {@link #requestStop()}; either way ends
   * with a checkpoint. A step over micro-batches, which may take minutes, is given up then, and so
   * is an evaluation. Where its data ends the run, as {@link LoaderException} says, there is one
   * too.
   *
   * @return updates made in all
   */
  public long run() throws IOException {
    RunLock alone = RunLock.take(folder);
    try {
      return runAlone();
    } finally {
      alone.close();
    }
  }

  private long runAlone() throws IOException {
    config.movedTo(base, folder.root()).write(folder.config());
    Schedule schedule = config.optim().schedule(config.train().steps());
    long steps = config.train().steps();
    RunCheckpoints checkpoints =
        new RunCheckpoints(
            folder.checkpoints(), config.checkpoint(), step, history.best(), System::nanoTime);
    NonFiniteGuard guard = new NonFiniteGuard(config.train(), folder.nonFinite(), model, kernels);
    RunReport report = new RunReport(folder, config, dataFingerprint, kernels);
    RunEvaluation evaluation =
        new RunEvaluation(
            config.eval(), config.data().caption().toFields(), shards, model, kernels, average);
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
        PairLoader loader =
            pairs.open(shards.training(), shards.source(), position, quarantine.samples());
        RunMetrics metrics = RunMetrics.open(folder, config.log(), step);
        TrainStep trainStep =
            new TrainStep(
                model,
                config.loss().loss(),
                optimizer,
                config.optim().clipping(),
                kernels,
                config.train().seed(),
                new StepOptions(config.train().gradCheckpointing(), config.lock(), teacher))) {
      waiting = loader;
      if (step > 0
          && evaluation.isDue(step, steps)
          && !RunEvaluation.isMade(step, folder.metrics())) {
        RunHistory before = history;
        evaluate(evaluation, checkpoints, metrics, report);
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
            average.ifPresent(WeightAverage::update);
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
        keep(checkpoints, e);
        throw e;
      }
      LOG.info("Stopped behind step {}: {}", step, e.getMessage());
    }
    if (!checkpoints.isSaved(step)) {
      save(checkpoints);
      report.write(step);
    }
    return step;
  }

  /** A run that its data ends has a checkpoint of what it had learned: no step is half made. */
  private void keep(RunCheckpoints checkpoints, LoaderException end) {
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
    StepLine.putResult(line, result);
    line.put("logit_scale", Math.exp(model.logitScale().value().get(0)));
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
        dataFingerprint,
        config.treeWithoutPaths(),
        history);
  }

  private void save(RunCheckpoints checkpoints) throws IOException {
    NonFiniteGuard.requireFinite(model, kernels, step);
    checkpoints.save(
        step,
        into -> {
          model.save(into, CheckpointLayout.OPEN_CLIP);
          state().write(into, optimizer);
          if (average.isPresent()) {
            average.get().write(into);
          }
        });
  }

  /**
   * Asks a running {@link #run()} to end, from any thread: behind its current step, or before,
   * where that goes over micro-batches or waits for data; an evaluation is given up.
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
    teacher.ifPresent(Teacher::close);
    average.ifPresent(WeightAverage::close);
    optimizer.close();
    model.close();
  }

  /** Ends what has changed nothing yet. */
  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
