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

/**
 * Both encoders forward, the loss, both backward: leaves the gradients of one batch in the model's
 * parameters.
 *
 * <p>Its temporaries live in one arena that each run begins anew. Not thread-safe; the model stays
 * the caller's to close.
 */
public final class BatchGradients implements AutoCloseable {

  private final ClipModel model;
  private final ContrastiveLoss loss;
  private final Kernels kernels;
  private final boolean gradCheckpointing;
  private final Arena arena;

  /** For a model that was made for training. */
  public BatchGradients(ClipModel model, ContrastiveLoss loss, Kernels kernels) {
    this(model, loss, kernels, false);
  }

  /**
   * For a model that was made for training.
   *
   * @param gradCheckpointing whether blocks keep their input alone and compute the rest once more:
   *     more work in less memory, the same bits
   */
  public BatchGradients(
      ClipModel model, ContrastiveLoss loss, Kernels kernels, boolean gradCheckpointing) {
    this.model = model;
    this.loss = loss;
    this.kernels = kernels;
    this.gradCheckpointing = gradCheckpointing;
    this.arena = new Arena(model.parameters().type());
  }

  /**
   * Computes the loss and sets the gradients.
   *
   * @param pixels pictures [batch, 3, size, size], normalised, row-major
   * @param captions as many captions
   */
  public Result run(float[] pixels, TokenBatch captions) {
    arena.reset();
    VisionConfig vision = model.config().visionCfg();
    Tensor images = arena.take(captions.size(), 3, vision.imageSize(), vision.imageSize());
    images.assign(pixels);

    Tape tape =
        gradCheckpointing ? Tape.checkpointing(kernels, arena) : new Tape(kernels, arena, true);
    Variable imageEmbeddings = model.encodeImages(tape, images).keep();
    Variable textEmbeddings = model.encodeTexts(tape, captions).keep();

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
    return new Result(result.value(), imageEmbeddings.value(), textEmbeddings.value());
  }

  /** Bytes of the arena: what the activations of a batch need. */
  public long arenaBytes() {
    return arena.bytes();
  }

  /** Bytes of the arena that were in use at one time, at the most. */
  public long mostUsedBytes() {
    return arena.mostUsedBytes();
  }

  @Override
  public void close() {
    arena.close();
  }

  /**
   * What a batch gave besides its gradients.
   *
   * @param loss the loss
   * @param images [batch, embed_dim], rows of unit length; until the next run
   * @param texts [batch, embed_dim], rows of unit length; until the next run
   */
  public record Result(double loss, Tensor images, Tensor texts) {}
}
