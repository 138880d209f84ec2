package org.clip4j.train;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.KeptPatches;
import org.clip4j.encoders.PatchDropout;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.train.config.MicroBatchSize;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.optim.Tower;

/**
 * The gradients of a batch that is larger than memory, exactly (GradCache, Gao et al. 2021,
 * arXiv:2101.06983): embeds micro-batch after micro-batch without keeping activations, computes the
 * loss of the whole batch once with the gradients of all embeddings, then runs each micro-batch
 * forward a second time, and backward from its rows of those gradients.
 *
 * <p>What it leaves in the model's parameters is what {@link BatchGradients} leaves, but for
 * rounding: the loss is the whole batch's, the logit scale's gradient is set once, and both passes
 * make the same draws. Not thread-safe; the model stays the caller's to close.
 */
public final class GradientCache implements AutoCloseable {

  private final ClipModel model;
  private final Optional<Teacher> teacher;
  private final BatchLoss loss;
  private final TrainingEncoders encoders;
  private EmbeddingCache embeddings;

  /**
   * For a model that was made for training, of which both encoders learn.
   *
   * @param gradCheckpointing whether the second pass keeps of each block its input alone: more work
   *     in less memory, the same bits
   */
  public GradientCache(
      ClipModel model, ContrastiveLoss loss, Kernels kernels, boolean gradCheckpointing) {
    this(model, loss, kernels, StepOptions.of(gradCheckpointing));
  }

  /**
   * For a model that was made for training.
   *
   * @param options an encoder that is locked as a whole takes no part in the second pass; a teacher
   *     embeds in the first pass
   */
  public GradientCache(
      ClipModel model, ContrastiveLoss loss, Kernels kernels, StepOptions options) {
    this.model = model;
    this.teacher = options.teacher();
    this.loss = new BatchLoss(model, loss, kernels, teacher);
    this.encoders = new TrainingEncoders(model, kernels, options);
  }

  /**
   * Computes the loss and sets the gradients.
   *
   * @param batch gone over twice
   * @param dropout the step's draws of patches, asked for in both passes
   * @param listener told of every micro-batch that is done, and asked within the loss
   * @return what the batch gave besides its gradients; the embeddings until the next run
   * @throws IllegalArgumentException if the micro-batches do not make up the batch, or {@link
   *     TokenBatch#pack} refuses a caption
   */
  public BatchGradients.Result run(
      MicroBatches batch, PatchDropout dropout, PhaseListener listener) {
    MicroBatchSize.require("A micro-batch's size", batch.size(), "the batch's", batch.pairs());
    int size = batch.size();
    int parts = batch.pairs() / size;
    EmbeddingCache all = embeddings(batch.pairs());
    TokenBatch[] captions = new TokenBatch[parts];
    StepStopwatch watch = new StepStopwatch();

    listener.done(StepPhase.EMBEDDING, 0, parts);
    for (int i = 0; i < parts; i++) {
      MicroBatch part = watch.awaiting(batch::next);
      captions[i] = pack(part, size);
      embed(part, captions[i], dropout, i * size);
      listener.done(StepPhase.EMBEDDING, i + 1, parts);
    }
    double embedded = watch.lap();

    listener.done(StepPhase.LOSS, 0, 1);
    model.parameters().zeroGradients();
    encoders.arena().reset();
    BatchLoss.Value value =
        loss.run(
            encoders.arena(),
            all.embeddings(),
            all.gradients(),
            all.ofTeacher(),
            () -> listener.done(StepPhase.LOSS, 0, 1));
    listener.done(StepPhase.LOSS, 1, 1);
    double compared = watch.lap();

    listener.done(StepPhase.BACKWARD, 0, parts);
    boolean pictures = !encoders.isLocked(Tower.IMAGE);
    Iterator<float[]> pixels = pictures ? batch.pixelsAgain() : Collections.emptyIterator();
    for (int i = 0; i < parts; i++) {
      if (pictures) {
        imagesBackward(watch.awaiting(pixels::next), dropout.kept(i * size, size), i * size);
      }
      if (!encoders.isLocked(Tower.TEXT)) {
        textsBackward(captions[i], i * size);
      }
      listener.done(StepPhase.BACKWARD, i + 1, parts);
    }
    double backward = watch.lap();
    StepTimes times = new StepTimes(watch.waited(), embedded, compared, backward);
    PairEmbeddings batchEmbeddings = all.embeddings();
    return new BatchGradients.Result(
        value.loss(), value.parts(), batchEmbeddings.images(), batchEmbeddings.texts(), times);
  }

  private TokenBatch pack(MicroBatch part, int size) {
    if (part.captions().length != size) {
      throw new IllegalArgumentException(
          "A micro-batch of " + size + " pairs came with " + part.captions().length + " captions");
    }
    return TokenBatch.pack(part.captions(), model.config().textCfg());
  }

  /** Without a backward pass, so that no activation outlives its block. */
  private void embed(MicroBatch part, TokenBatch captions, PatchDropout dropout, int first) {
    int end = first + captions.size();
    PairEmbeddings into = embeddings.embeddings().slice(first, end);
    encoders.arena().reset();
    Variable images =
        encoders.images(
            encoders.forwardTape(), part.pixels(), dropout.kept(first, captions.size()));
    into.images().assign(images.value());
    encoders.arena().reset();
    Variable texts = encoders.texts(encoders.forwardTape(), captions);
    into.texts().assign(texts.value());
    if (teacher.isPresent()) {
      PairEmbeddings theirs = embeddings.ofTeacher().orElseThrow().slice(first, end);
      teacher.get().embed(part.pixels(), captions, theirs.images(), theirs.texts());
    }
  }

  /** One encoder after the other, so that only one's activations are there at a time. */
  private void imagesBackward(float[] pixels, KeptPatches kept, int first) {
    encoders.arena().reset();
    Tape tape = encoders.recordingTape();
    Variable images = encoders.images(tape, pixels, kept);
    int end = first + kept.pictures();
    backward(tape, images, embeddings.gradients().images().slice(first, end));
  }

  private void textsBackward(TokenBatch captions, int first) {
    encoders.arena().reset();
    Tape tape = encoders.recordingTape();
    Variable texts = encoders.texts(tape, captions);
    int end = first + captions.size();
    backward(tape, texts, embeddings.gradients().texts().slice(first, end));
  }

  private static void backward(Tape tape, Variable result, Tensor gradient) {
    result.seedGradient(gradient);
    tape.backward();
  }

  private EmbeddingCache embeddings(int pairs) {
    if (embeddings == null || embeddings.pairs() != pairs) {
      closeEmbeddings();
      embeddings =
          new EmbeddingCache(
              model.parameters().type(),
              pairs,
              model.config().embedDim(),
              teacher.map(Teacher::embedDim).orElse(0));
    }
    return embeddings;
  }

  /**
   * Bytes of the arena: what the activations of a micro-batch need, or the loss if that is more.
   */
  public long arenaBytes() {
    return encoders.arena().bytes();
  }

  /** Bytes of the arena that were in use at one time, at the most. */
  public long mostUsedBytes() {
    return encoders.arena().mostUsedBytes();
  }

  /** Bytes of the embeddings of the last batch and of their gradients; 0 before the first. */
  public long embeddingBytes() {
    return embeddings == null ? 0 : embeddings.bytes();
  }

  /** Bytes of the embeddings of a batch and of their gradients, without a teacher's. */
  public static long embeddingBytes(ClipModel model, int pairs) {
    return EmbeddingCache.bytes(model.parameters().type(), pairs, model.config().embedDim());
  }

  private void closeEmbeddings() {
    if (embeddings != null) {
      embeddings.close();
      embeddings = null;
    }
  }

  @Override
  public void close() {
    closeEmbeddings();
    encoders.close();
  }
}
