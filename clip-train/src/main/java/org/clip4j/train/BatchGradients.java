package org.clip4j.train;

import java.util.Optional;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.KeptPatches;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.TileListener;
import org.clip4j.train.optim.Tower;

/**
 * Both encoders forward, the loss, both backward: leaves the gradients of one batch in the model's
 * parameters. {@link GradientCache} does the same in less memory.
 *
 * <p>Its temporaries live in one arena that each run begins anew. Not thread-safe; the model stays
 * the caller's to close.
 */
public final class BatchGradients implements AutoCloseable {

  private final ClipModel model;
  private final BatchLoss loss;
  private final TrainingEncoders encoders;

  /** For a model that was made for training. */
  public BatchGradients(ClipModel model, ContrastiveLoss loss, Kernels kernels) {
    this(model, loss, kernels, false);
  }

  /**
   * For a model that was made for training, of which both encoders learn.
   *
   * @param gradCheckpointing whether blocks keep their input alone and compute the rest once more:
   *     more work in less memory, the same bits
   */
  public BatchGradients(
      ClipModel model, ContrastiveLoss loss, Kernels kernels, boolean gradCheckpointing) {
    this(model, loss, kernels, gradCheckpointing, Optional.empty());
  }

  /**
   * For a model that was made for training.
   *
   * @param gradCheckpointing whether blocks keep their input alone and compute the rest once more:
   *     more work in less memory, the same bits
   * @param locked the encoder that stays as it is: it is run forward alone, and its parameters get
   *     no gradient
   */
  public BatchGradients(
      ClipModel model,
      ContrastiveLoss loss,
      Kernels kernels,
      boolean gradCheckpointing,
      Optional<Tower> locked) {
    this.model = model;
    this.loss = new BatchLoss(model, loss, kernels);
    this.encoders = new TrainingEncoders(model, kernels, gradCheckpointing, locked);
  }

  /**
   * Computes the loss and sets the gradients, from all patches of the pictures.
   *
   * @param pixels pictures [batch, 3, size, size], normalised, row-major
   * @param captions as many captions
   */
  public Result run(float[] pixels, TokenBatch captions) {
    return run(pixels, captions, KeptPatches.all(model.config().visionCfg(), captions.size()));
  }

  /**
   * Computes the loss and sets the gradients.
   *
   * @param pixels pictures [batch, 3, size, size], normalised, row-major
   * @param captions as many captions
   * @param kept the patches that are looked at, of as many pictures
   */
  public Result run(float[] pixels, TokenBatch captions, KeptPatches kept) {
    return run(pixels, captions, kept, TileListener.NONE);
  }

  /** The same, heard by somebody who may end it within the loss. */
  Result run(float[] pixels, TokenBatch captions, KeptPatches kept, TileListener listener) {
    StepStopwatch watch = new StepStopwatch();
    encoders.arena().reset();
    Tape tape = encoders.recordingTape();
    Variable images = encoders.images(encoders.tapeOf(Tower.IMAGE, tape), pixels, kept).keep();
    Variable texts = model.encodeTexts(encoders.tapeOf(Tower.TEXT, tape), captions).keep();
    double embedded = watch.lap();

    model.parameters().zeroGradients();
    double value =
        loss.run(
            encoders.arena(),
            images.value(),
            texts.value(),
            encoders.gradientOf(images),
            encoders.gradientOf(texts),
            listener);
    double compared = watch.lap();

    tape.backward();
    StepTimes times = new StepTimes(0, embedded, compared, watch.lap());
    return new Result(value, images.value(), texts.value(), times);
  }

  /** Bytes of the arena: what the activations of a batch need. */
  public long arenaBytes() {
    return encoders.arena().bytes();
  }

  /** Bytes of the arena that were in use at one time, at the most. */
  public long mostUsedBytes() {
    return encoders.arena().mostUsedBytes();
  }

  @Override
  public void close() {
    encoders.close();
  }

  /**
   * What a batch gave besides its gradients.
   *
   * @param loss the loss
   * @param images [batch, embed_dim], rows of unit length; until the next run
   * @param texts [batch, embed_dim], rows of unit length; until the next run
   * @param times where the time went
   */
  public record Result(double loss, Tensor images, Tensor texts, StepTimes times) {}
}
