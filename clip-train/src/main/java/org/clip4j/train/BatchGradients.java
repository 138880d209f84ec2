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

/**
 * Both encoders forward, the loss, both backward: leaves the gradients of one batch in the model's
 * parameters. {@link GradientCache} does the same in less memory.
 *
 * <p>Its temporaries live in one arena that each run begins anew. Not thread-safe; the model stays
 * the caller's to close.
 */
public final class BatchGradients implements AutoCloseable {

  private final ClipModel model;
  private final Optional<Teacher> teacher;
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
    this(model, loss, kernels, StepOptions.of(gradCheckpointing));
  }

  /** For a model that was made for training. */
  public BatchGradients(
      ClipModel model, ContrastiveLoss loss, Kernels kernels, StepOptions options) {
    this.model = model;
    this.teacher = options.teacher();
    this.loss = new BatchLoss(model, loss, kernels, teacher);
    this.encoders = new TrainingEncoders(model, kernels, options);
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
    Variable images = encoders.images(tape, pixels, kept).keep();
    Variable texts = encoders.texts(tape, captions).keep();
    Optional<PairEmbeddings> ofTeacher = teacher.map(t -> embed(t, pixels, captions));
    double embedded = watch.lap();

    model.parameters().zeroGradients();
    BatchLoss.Value value =
        loss.run(
            encoders.arena(),
            new PairEmbeddings(images.value(), texts.value()),
            new PairEmbeddings(encoders.gradientOf(images), encoders.gradientOf(texts)),
            ofTeacher,
            listener);
    double compared = watch.lap();

    tape.backward();
    StepTimes times = new StepTimes(0, embedded, compared, watch.lap());
    return new Result(value.loss(), value.parts(), images.value(), texts.value(), times);
  }

  private PairEmbeddings embed(Teacher who, float[] pixels, TokenBatch captions) {
    PairEmbeddings into =
        new PairEmbeddings(
            encoders.arena().take(captions.size(), who.embedDim()),
            encoders.arena().take(captions.size(), who.embedDim()));
    who.embed(pixels, captions, into.images(), into.texts());
    return into;
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
   * @param parts what it is made of, where there is a teacher
   * @param images [batch, embed_dim], rows of unit length; until the next run
   * @param texts [batch, embed_dim], rows of unit length; until the next run
   * @param times where the time went
   */
  public record Result(
      double loss, Optional<LossParts> parts, Tensor images, Tensor texts, StepTimes times) {}
}
