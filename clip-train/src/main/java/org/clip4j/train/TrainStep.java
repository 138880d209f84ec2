package org.clip4j.train;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.GradientClipping;

/**
 * One step of training: both encoders forward, the loss, both backward, clipping, AdamW, the logit
 * scale's clamp.
 *
 * <p>Its temporaries live in one arena that each step begins anew, so that after the first steps
 * nothing native is allocated. Not thread-safe.
 */
public final class TrainStep implements AutoCloseable {

  private final ClipModel model;
  private final ContrastiveLoss loss;
  private final AdamW optimizer;
  private final GradientClipping clipping;
  private final Kernels kernels;
  private final Arena arena;

  /** A step over a model and its optimiser, which stay the caller's to close. */
  public TrainStep(
      ClipModel model,
      ContrastiveLoss loss,
      AdamW optimizer,
      GradientClipping clipping,
      Kernels kernels) {
    this.model = model;
    this.loss = loss;
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.kernels = kernels;
    this.arena = new Arena(model.parameters().type());
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
    arena.reset();
    VisionConfig vision = model.config().visionCfg();
    Tensor images = arena.take(captions.size(), 3, vision.imageSize(), vision.imageSize());
    images.assign(pixels);

    Tape tape = new Tape(kernels, arena, true);
    Variable imageEmbeddings = model.encodeImages(tape, images);
    Variable textEmbeddings = model.encodeTexts(tape, captions);

    model.parameters().zeroGradients();
    ContrastiveLoss.Result result =
        loss.compute(
            kernels,
            arena,
            imageEmbeddings.value(),
            textEmbeddings.value(),
            LogitMap.ofLogScale(model.logitScale().value().get(0)),
            imageEmbeddings.contribution().tensor(),
            textEmbeddings.contribution().tensor());
    model.logitScale().gradient().set(0, result.dLogScale());
    tape.backward();

    double norm = GradientClipping.norm(kernels, model.parameters());
    if (!Double.isFinite(result.value()) || !Double.isFinite(norm)) {
      throw new ArithmeticException(
          "The loss is "
              + result.value()
              + " and the gradients' norm "
              + norm
              + ": lower the learning rate or lengthen the warm-up");
    }
    optimizer.step(kernels, learningRate, clipping.factor(norm));
    model.clampLogitScale();
    return new Result(result.value(), norm);
  }

  /** Bytes of the arena: what the activations of a step need. */
  public long arenaBytes() {
    return arena.bytes();
  }

  @Override
  public void close() {
    arena.close();
  }

  /**
   * What a step reports.
   *
   * @param loss before the update
   * @param gradientNorm before clipping
   */
  public record Result(double loss, double gradientNorm) {}
}
