package org.clip4j.examples.plan;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.examples.bench.RandomBatch;
import org.clip4j.train.BatchGradients;

/** Both encoders on so many pairs of noise, with and without backward. */
final class EncoderProbe implements AutoCloseable {

  private final ClipModel model;
  private final Kernels kernels;
  private final float[] pixels;
  private final TokenBatch captions;
  private final BatchGradients gradients;
  private final Arena forwardArena;

  EncoderProbe(ClipModel model, Kernels kernels, PlanOptions options, int pairs) {
    this.model = model;
    this.kernels = kernels;
    RandomBatch batch = RandomBatch.of(model.config(), pairs, options.captionTokens());
    this.pixels = batch.pixels();
    this.captions = TokenBatch.pack(batch.captions(), model.config().textCfg());
    this.gradients =
        new BatchGradients(model, new ProbeLoss(), kernels, options.gradCheckpointing());
    this.forwardArena = new Arena(model.parameters().type());
  }

  /** Leaves gradients of nothing in particular in the model's parameters. */
  void forwardAndBackward() {
    gradients.run(pixels, captions);
  }

  /** A pass that no backward follows. */
  void forward() {
    forwardArena.reset();
    int size = model.config().visionCfg().imageSize();
    Tensor images = forwardArena.take(captions.size(), 3, size, size);
    images.assign(pixels);
    model.encodeImages(new Tape(kernels, forwardArena, false), images);
    model.encodeTexts(new Tape(kernels, forwardArena, false), captions);
  }

  /** Of forward and backward: activations, their gradients, the pictures. */
  long activationBytes() {
    return gradients.mostUsedBytes();
  }

  /** All that is held here, native or not. */
  long heldBytes() {
    return gradients.mostUsedBytes() + forwardArena.mostUsedBytes();
  }

  @Override
  public void close() {
    gradients.close();
    forwardArena.close();
  }
}
