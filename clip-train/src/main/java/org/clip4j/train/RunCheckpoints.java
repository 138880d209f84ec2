package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.clip4j.train.checkpoint.CheckpointStore;
import org.clip4j.train.config.CheckpointConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a run's checkpoints are due and which stay. The clock decides only when one is written,
 * never what is in it.
 */
final class RunCheckpoints {

  private static final Logger LOG = LoggerFactory.getLogger(RunCheckpoints.class);
  private static final double NANOS_PER_MINUTE = 60e9;

  private final CheckpointStore store;
  private final CheckpointConfig config;
  private final LongSupplier nanos;
  private long savedAtNanos;
  private long savedStep;
  private List<BestStep> best;
  private boolean newBest;

  /**
   * For a run that goes on from a step.
   *
   * @param step updates made; 0 for a new run, which has no checkpoint yet
   * @param best of the evaluations so far
   * @param nanos the clock
   */
  RunCheckpoints(
      CheckpointStore store,
      CheckpointConfig config,
      long step,
      List<BestStep> best,
      LongSupplier nanos) {
    this.store = store;
    this.config = config;
    this.nanos = nanos;
    this.savedAtNanos = nanos.getAsLong();
    this.savedStep = step == 0 ? -1 : step;
    this.best = best;
  }

  /** A step was evaluated: where it is among the best, a checkpoint is due. */
  void evaluated(long step, double top1) {
    List<BestStep> before = best;
    best = BestStep.with(best, new BestStep(step, top1), config.keepBest());
    newBest = !best.equals(before) && bestSteps().contains(step);
  }

  /** The best evaluations so far, best first. */
  List<BestStep> best() {
    return best;
  }

  private Set<Long> bestSteps() {
    return best.stream().map(BestStep::step).collect(Collectors.toSet());
  }

  /** Whether one is to be written behind a step. */
  boolean isDue(long step) {
    return step % config.everySteps() == 0 || newBest || isTime();
  }

  private boolean isTime() {
    return config.everyMinutes() != null
        && nanos.getAsLong() - savedAtNanos >= config.everyMinutes() * NANOS_PER_MINUTE;
  }

  /** Whether the run as it stands behind a step has its checkpoint. */
  boolean isSaved(long step) {
    return savedStep == step;
  }

  /**
   * Writes one and deletes those that are not to stay.
   *
   * @throws IOException if it could not be written; those before it are whole
   */
  void save(long step, CheckpointStore.Writer writer) throws IOException {
    try {
      Path saved = store.save(step, config.keep(), bestSteps(), writer);
      LOG.info("Wrote {}", saved);
    } catch (IOException e) {
      throw new IOException(
          "The checkpoint of step "
              + step
              + " could not be written: "
              + e.getMessage()
              + "; earlier ones are whole: make room and go on with --resume",
          e);
    }
    savedStep = step;
    savedAtNanos = nanos.getAsLong();
    newBest = false;
  }
}
