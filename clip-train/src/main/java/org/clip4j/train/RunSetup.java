package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.Position;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.optim.AdamW;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run works with, made before its first step: a model and all that goes with it, and a
 * folder that nobody else writes into until this is closed. The folder is locked before its
 * checkpoints are looked at, so that none is gone on from which another run is about to leave
 * behind. Where something fails, what was made before is closed.
 */
record RunSetup(
    RunConfig config,
    Path base,
    RunFolder folder,
    Kernels kernels,
    ClipModel model,
    AdamW optimizer,
    Optional<WeightAverage> average,
    Optional<Teacher> teacher,
    ShardPaths shards,
    TrainingPairs pairs,
    String dataFingerprint,
    RunStand stand,
    Optional<TrainerState> resumed,
    Held held)
    implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunSetup.class);

  /** What can be refused before a folder is made or a weight is read. */
  private record Checked(
      RunConfig config,
      Path base,
      ModelSpec spec,
      Optional<TeacherCheckpoint> teaching,
      ShardPaths shards,
      TrainingPairs pairs) {

    static Checked of(RunConfig config, Path base) throws IOException {
      ModelSpec spec = AskedModel.of(config);
      Optional<TeacherCheckpoint> teaching = TeacherCheckpoint.of(config, base);
      ShardPaths shards = ShardPaths.of(config, base);
      config.requireRoom();
      TrainingPairs pairs =
          TrainingPairs.of(config).requirePossible(shards.training(), shards.source());
      return new Checked(config, base, spec, teaching, shards, pairs);
    }

    /** The fingerprint of the teacher's weights; null where there is none. */
    String teacher() throws IOException {
      return teaching.isPresent() ? teaching.get().fingerprint() : null;
    }
  }

  /** Of a new run. */
  static RunSetup begin(RunConfig config, Path base, Path out) throws IOException {
    AskedModel.of(config);
    Optional<ModelInit> init = ModelInit.of(config, base);
    Checked checked = Checked.of(config, base);
    return owning(held -> begin(checked, init, lock(RunFolder.create(out), held), held));
  }

  private static RunSetup begin(
      Checked checked, Optional<ModelInit> init, RunFolder folder, Held held) throws IOException {
    RunHistory history =
        init.isPresent() ? RunHistory.beginningFrom(init.get().fingerprint()) : RunHistory.NONE;
    RunSetup setup =
        make(
            checked,
            folder,
            checked.config().train().threads(),
            RunStand.start(history.withTeacher(checked.teacher())),
            Optional.empty(),
            held);
    setup.model.initialize(checked.config().train().seed());
    if (init.isPresent()) {
      init.get().readInto(setup.model);
    }
    setup.average.ifPresent(WeightAverage::begin);
    return setup;
  }

  /**
   * Of a run that goes on from its newest sound checkpoint, or begins where there is none.
   *
   * @param changes whether its configuration may be another than it was
   */
  static RunSetup goOn(RunConfig config, Path base, Path out, boolean changes) throws IOException {
    ShardPaths.requireReadAgain(config);
    if (!Files.isDirectory(out)) {
      LOG.info("{} is not there: starting afresh", out);
      return begin(config, base, out);
    }
    return owning(held -> goOnIn(lock(new RunFolder(out), held), config, base, changes, held));
  }

  private static RunSetup goOnIn(
      RunFolder folder, RunConfig config, Path base, boolean changes, Held held)
      throws IOException {
    Optional<Path> last = folder.checkpoints().newestSound();
    if (last.isEmpty()) {
      LOG.info("{} has no checkpoint to resume from: starting afresh", folder.root());
      AskedModel.of(config);
      Optional<ModelInit> init = ModelInit.of(config, base);
      return begin(Checked.of(config, base), init, folder, held);
    }
    TrainerState state = TrainerState.read(last.get());
    Checkpoint.open(last.get()).requireSame(AskedModel.of(config));
    ResumedConfig.requireSameLock(state.config(), config.treeWithoutPaths());
    if (!changes) {
      ResumedConfig.requireSame(state.config(), config.treeWithoutPaths());
    }
    return restore(config, base, last.get(), state, folder, held);
  }

  /** Makes a setup. */
  private interface Making {
    RunSetup with(Held held) throws IOException;
  }

  private static RunSetup owning(Making making) throws IOException {
    Held held = new Held();
    try {
      return making.with(held);
    } catch (Throwable e) {
      held.close();
      throw e;
    }
  }

  private static RunSetup restore(
      RunConfig config, Path base, Path checkpoint, TrainerState state, RunFolder folder, Held held)
      throws IOException {
    Checked checked = Checked.of(config, base);
    RunHistory history = state.history().withTeacher(checked.teacher());
    RunStand stand = RunStand.of(state).with(history);
    RunSetup setup = make(checked, folder, state.threads(), stand, Optional.of(state), held);
    setup.model.readWeights(checkpoint);
    state.readMoments(checkpoint, setup.optimizer);
    if (setup.average.isPresent()) {
      setup.average.get().continueFrom(checkpoint);
    }
    LOG.info("Resuming {} behind step {}", checkpoint, state.step());
    return setup;
  }

  /** Begins to read pairs. */
  PairLoader openPairs(Position from, BadSamples bad) throws IOException {
    return pairs.open(shards.training(), shards.source(), from, bad);
  }

  private static RunFolder lock(RunFolder folder, Held held) throws IOException {
    RunLock alone = RunLock.take(folder);
    held.until(alone::close);
    return folder;
  }

  private static RunSetup make(
      Checked checked,
      RunFolder folder,
      int threads,
      RunStand stand,
      Optional<TrainerState> resumed,
      Held held)
      throws IOException {
    RunConfig config = checked.config();
    Kernels kernels = KernelSelector.of(DataType.FLOAT, threads);
    String fingerprint = DataFingerprint.of(checked.shards().training(), checked.shards().source());
    ClipModel model = new ClipModel(checked.spec(), DataType.FLOAT, true);
    held.until(model::close);
    AdamW optimizer =
        new AdamW(model.parameters(), config.optim().adamW(), config.optim().rates(config.lock()));
    held.until(optimizer::close);
    Optional<WeightAverage> average =
        Optional.ofNullable(config.train().emaDecay()).map(d -> new WeightAverage(model, d));
    average.ifPresent(a -> held.until(a::close));
    Optional<Teacher> teacher = Optional.empty();
    if (checked.teaching().isPresent()) {
      Teacher loaded = checked.teaching().get().load(kernels);
      held.until(loaded::close);
      teacher = Optional.of(loaded);
    }
    return new RunSetup(
        config,
        checked.base(),
        folder,
        kernels,
        model,
        optimizer,
        average,
        teacher,
        checked.shards(),
        checked.pairs(),
        fingerprint,
        stand,
        resumed,
        held);
  }

  @Override
  public void close() {
    held.close();
  }
}
