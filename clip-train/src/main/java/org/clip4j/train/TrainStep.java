package org.clip4j.train;

import java.util.Optional;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.KeptPatches;
import org.clip4j.encoders.PatchDropout;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.train.config.OptimConfig;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.TileListener;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.GradientClipping;

/**
 * One step of training: the gradients of a batch, clipping, AdamW, the logit scale's clamp. A batch
 * that comes in one piece goes through {@link BatchGradients}, one in micro-batches through {@link
 * GradientCache}.
 *
 * <p>Temporaries live in one arena that each step begins anew, so that after the first steps
 * nothing native is allocated. Not thread-safe.
 */
public final class TrainStep implements AutoCloseable {

  private final ClipModel model;
  private final AdamW optimizer;
  private final GradientClipping clipping;
  private final Kernels kernels;
  private final long seed;
  private final BatchGradients gradients;
  private final GradientCache cache;

  /** A step over a model and its optimiser, which stay the caller's to close. */
  public TrainStep(
      ClipModel model,
      ContrastiveLoss loss,
      AdamW optimizer,
      GradientClipping clipping,
      Kernels kernels) {
    this(model, loss, optimizer, clipping, kernels, 0, StepOptions.of(false));
  }

  /**
   * A step over a model and its optimiser, which stay the caller's to close.
   *
   * @param seed names the run: what patch dropout draws follows from it and from the number of
   *     updates made
   */
  public TrainStep(
      ClipModel model,
      ContrastiveLoss loss,
      AdamW optimizer,
      GradientClipping clipping,
      Kernels kernels,
      long seed,
      StepOptions options) {
    this.model = model;
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.kernels = kernels;
    this.seed = seed;
    this.gradients = new BatchGradients(model, loss, kernels, options);
    this.cache = new GradientCache(model, loss, kernels, options);
  }

  /**
   * The step that a run makes, which benchmarks time too: clipped as configured.
   *
   * @param gradCheckpointing see {@link StepOptions}
   * @param seed of the run
   */
  public static TrainStep ofRun(
      ClipModel model,
      ContrastiveLoss loss,
      AdamW optimizer,
      OptimConfig optim,
      Kernels kernels,
      boolean gradCheckpointing,
      long seed) {
    return new TrainStep(
        model, loss, optimizer, optim.clipping(), kernels, seed, StepOptions.of(gradCheckpointing));
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
    return update(
        gradients.run(pixels, captions, dropout().kept(0, captions.size())), learningRate);
  }

  /**
   * Learns from one batch that comes in micro-batches; where it is a single one, as {@link
   * #run(float[], int[][], double)} does, without a second pass; the listener then hears of the
   * loss alone.
   *
   * @return the loss before the update
   * @throws IllegalArgumentException if the micro-batches do not make up the batch, or {@link
   *     TokenBatch#pack} refuses a caption
   * @throws ArithmeticException if the loss or the gradients are no longer finite; the parameters
   *     are left as they were
   */
  public Result run(MicroBatches batch, double learningRate, PhaseListener listener) {
    if (batch.size() == batch.pairs()) {
      StepStopwatch watch = new StepStopwatch();
      MicroBatch whole = watch.awaiting(batch::next);
      TokenBatch captions = TokenBatch.pack(whole.captions(), model.config().textCfg());
      KeptPatches kept = dropout().kept(0, captions.size());
      TileListener tiles = () -> listener.done(StepPhase.LOSS, 0, 1);
      return update(gradients.run(whole.pixels(), captions, kept, tiles), learningRate)
          .after(watch.waited());
    }
    return update(cache.run(batch, dropout(), listener), learningRate);
  }

  private PatchDropout dropout() {
    return PatchDropout.of(model.config().visionCfg(), seed, optimizer.steps());
  }

  private Result update(BatchGradients.Result batch, double learningRate) {
    double norm = GradientClipping.norm(kernels, model.parameters());
    Result result = new Result(batch.loss(), batch.parts(), norm, batch.times());
    if (!result.isFinite()) {
      throw new NonFiniteStep(result);
    }
    optimizer.step(kernels, learningRate, clipping.factor(norm));
    model.clampLogitScale();
    return result;
  }

  /** Bytes of the arena: what the activations of a step need. */
  public long arenaBytes() {
    return gradients.arenaBytes() + cache.arenaBytes();
  }

  /**
   * Bytes of the embeddings that a step over micro-batches keeps, with their gradients; 0 where
   * there was none.
   */
  public long embeddingBytes() {
    return cache.embeddingBytes();
  }

  @Override
  public void close() {
    gradients.close();
    cache.close();
  }

  /**
   * What a step reports.
   *
   * @param loss before the update
   * @param parts what the loss is made of, where there is a teacher
   * @param gradientNorm before clipping
   * @param times where the time of the gradients went
   */
  public record Result(
      double loss, Optional<LossParts> parts, double gradientNorm, StepTimes times) {

    private Result after(double dataSeconds) {
      return new Result(
          loss,
          parts,
          gradientNorm,
          new StepTimes(
              dataSeconds, times.embedSeconds(), times.lossSeconds(), times.backwardSeconds()));
    }

    boolean isFinite() {
      return Double.isFinite(loss) && Double.isFinite(gradientNorm);
    }
  }
}
