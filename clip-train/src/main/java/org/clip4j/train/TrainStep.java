package org.clip4j.train;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.train.config.OptimConfig;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.GradientClipping;

/**
 * One step of training: {@link BatchGradients}, clipping, AdamW, the logit scale's clamp.
 *
 * <p>Temporaries live in one arena that each step begins anew, so that after the first steps
 * nothing native is allocated. Not thread-safe.
 */
public final class TrainStep implements AutoCloseable {

  private final ClipModel model;
  private final AdamW optimizer;
  private final GradientClipping clipping;
  private final Kernels kernels;
  private final BatchGradients gradients;

  /** A step over a model and its optimiser, which stay the caller's to close. */
  public TrainStep(
      ClipModel model,
      ContrastiveLoss loss,
      AdamW optimizer,
      GradientClipping clipping,
      Kernels kernels) {
    this(model, loss, optimizer, clipping, kernels, false);
  }

  /**
   * A step over a model and its optimiser, which stay the caller's to close.
   *
   * @param gradCheckpointing see {@link BatchGradients}
   */
  public TrainStep(
      ClipModel model,
      ContrastiveLoss loss,
      AdamW optimizer,
      GradientClipping clipping,
      Kernels kernels,
      boolean gradCheckpointing) {
    this.model = model;
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.kernels = kernels;
    this.gradients = new BatchGradients(model, loss, kernels, gradCheckpointing);
  }

  /**
   * The step that a run makes, which benchmarks time too: clipped as configured.
   *
   * @param gradCheckpointing see {@link BatchGradients}
   */
  public static TrainStep ofRun(
      ClipModel model,
      ContrastiveLoss loss,
      AdamW optimizer,
      OptimConfig optim,
      Kernels kernels,
      boolean gradCheckpointing) {
    return new TrainStep(model, loss, optimizer, optim.clipping(), kernels, gradCheckpointing);
  }

  /**
   * Packs the captions of one batch and learns from it.
   *
   * @param pixels pictures [batch, 3, size, size], normalised, row-major
   * @param captions ids of each caption, start and end included, padded or not
   * @return the loss before the update
   * @throws IllegalArgumentException if {@link TokenBatch#pack} refuses a caption
   * @throws ArithmeticException if the loss or the gradients are no longer finite; the parameters
   *     are left as they were
   */
  public Result run(float[] pixels, int[][] captions, double learningRate) {
    return run(pixels, TokenBatch.pack(captions, model.config().textCfg()), learningRate);
  }

  /**
   * Learns from one batch.
   *
   * @param pixels pictures [batch, 3, size, size], normalised, row-major
   * @param captions as many captions
   * @return the loss before the update
   * @throws ArithmeticException if the loss or the gradients are no longer finite; the parameters
   *     are left as they were
   */
  public Result run(float[] pixels, TokenBatch captions, double learningRate) {
    double value = gradients.run(pixels, captions).loss();
    double norm = GradientClipping.norm(kernels, model.parameters());
    if (!Double.isFinite(value) || !Double.isFinite(norm)) {
      throw new ArithmeticException(
          "The loss is "
              + value
              + " and the gradients' norm "
              + norm
              + ": lower the learning rate or lengthen the warm-up");
    }
    optimizer.step(kernels, learningRate, clipping.factor(norm));
    model.clampLogitScale();
    return new Result(value, norm);
  }

  /** Bytes of the arena: what the activations of a step need. */
  public long arenaBytes() {
    return gradients.arenaBytes();
  }

  @Override
  public void close() {
    gradients.close();
  }

  /**
   * What a step reports.
   *
   * @param loss before the update
   * @param gradientNorm before clipping
   */
  public record Result(double loss, double gradientNorm) {}
}
