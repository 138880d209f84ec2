package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Path;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.train.config.NonFinite;
import org.clip4j.train.config.TrainConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a step whose loss or gradients are not finite. */
final class NonFiniteGuard {

  private static final Logger LOG = LoggerFactory.getLogger(NonFiniteGuard.class);

  private static final String REMEDY =
      "lower optim.lr or lengthen optim.warmup_steps, and go on with --resume";

  private final TrainConfig config;
  private final Path folder;
  private final ClipModel model;
  private final Kernels kernels;
  private final NonFiniteEvidence evidence;

  /**
   * For a run.
   *
   * @param folder where the evidence goes, a folder a step
   */
  NonFiniteGuard(TrainConfig config, Path folder, ClipModel model, Kernels kernels) {
    this.config = config;
    this.folder = folder;
    this.model = model;
    this.kernels = kernels;
    this.evidence = new NonFiniteEvidence(model, kernels);
  }

  /**
   * Saves what led to it, and ends the run unless the step may be dropped.
   *
   * @param step which one, counted from 1
   * @param lr its learning rate
   * @param history of the run, this step dropped
   * @throws ArithmeticException if the run is to end: naming the step, what was not finite and
   *     where the evidence is
   */
  void accept(NonFiniteStep failure, long step, double lr, LoadedBatch batch, RunHistory history) {
    String what =
        "In step "
            + step
            + " the "
            + (Double.isFinite(failure.result().loss()) ? "gradients' norm" : "loss")
            + " is not finite (loss "
            + failure.result().loss()
            + ", gradients' norm "
            + failure.result().gradientNorm()
            + "); "
            + save(failure, step, lr, batch);
    if (!areFinite(model, kernels)) {
      throw new ArithmeticException(
          what
              + "; the parameters are not finite since an earlier update, so that none can follow: "
              + REMEDY);
    }
    if (config.nonFinite() == NonFinite.STOP) {
      throw new ArithmeticException(
          what
              + "; the parameters are as they were: lower optim.lr, lengthen optim.warmup_steps, or"
              + " set train.non_finite: skip, and go on with --resume");
    }
    if (history.skippedInRow() > config.nonFiniteLimit()) {
      throw new ArithmeticException(
          what
              + "; such steps in a row: "
              + history.skippedInRow()
              + ", train.non_finite_limit: "
              + config.nonFiniteLimit()
              + "; "
              + REMEDY);
    }
    LOG.warn("{}; its update is dropped, {} so far", what, history.skippedSteps());
  }

  /**
   * Checks what a checkpoint is about to be written of: an update can leave the finite numbers
   * though the loss and the gradients before it had not.
   *
   * @param step updates made
   * @throws ArithmeticException if a parameter is not finite
   */
  static void requireFinite(ClipModel model, Kernels kernels, long step) {
    if (!areFinite(model, kernels)) {
      throw new ArithmeticException(
          "Behind step "
              + step
              + " the parameters are not finite: no checkpoint is written of them, those before are"
              + " whole; "
              + REMEDY);
    }
  }

  /** Whether all parameters are finite. */
  static boolean areFinite(ClipModel model, Kernels kernels) {
    Tensor all = model.parameters().flatValues();
    return Double.isFinite(kernels.dot(all, all));
  }

  /** Where the evidence is, in words: the step's own trouble must not be hidden by the disk's. */
  private String save(NonFiniteStep failure, long step, double lr, LoadedBatch batch) {
    Path into = folder.resolve(String.format("step-%06d", step));
    try {
      if (!NonFiniteEvidence.hasRoom(folder)) {
        return folder + " is full of earlier ones, so that what led to it was not saved";
      }
      evidence.write(into, step, failure.result(), lr, batch);
      return "what led to it is in " + into;
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: what led to step {} could not be saved", into, step, e);
      return "what led to it could not be saved";
    }
  }
}
