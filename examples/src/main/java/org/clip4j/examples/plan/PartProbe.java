package org.clip4j.examples.plan;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.examples.bench.RandomBatch;

/** A micro-batch: one encoder after the other, so that only one's activations are there. */
final class PartProbe implements EncoderProbe {

  private final ClipModel model;
  private final Kernels kernels;
  private final boolean gradCheckpointing;
  private final float[] pixels;
  private final TokenBatch captions;
  private final Arena arena;

  PartProbe(ClipModel model, Kernels kernels, PlanOptions options, int pairs) {
    this.model = model;
    this.kernels = kernels;
    this.gradCheckpointing = options.gradCheckpointing();
    RandomBatch batch = RandomBatch.of(model.config(), pairs, options.captionTokens());
    this.pixels = batch.pixels();
    this.captions = TokenBatch.pack(batch.captions(), model.config().textCfg());
    this.arena = new Arena(model.parameters().type());
  }

  @Override
  public void forward() {
    arena.reset();
    images(new Tape(kernels, arena, false));
    arena.reset();
    model.encodeTexts(new Tape(kernels, arena, false), captions);
  }

  @Override
  public void forwardAndBackward() {
    model.parameters().zeroGradients();
    arena.reset();
    Tape imageTape = recording();
    backward(imageTape, images(imageTape));
    arena.reset();
    Tape textTape = recording();
    backward(textTape, model.encodeTexts(textTape, captions));
  }

  private Variable images(Tape tape) {
    int size = model.config().visionCfg().imageSize();
    Tensor images = tape.take(captions.size(), 3, size, size);
    images.assign(pixels);
    return model.encodeImages(tape, images);
  }

  private Tape recording() {
    return gradCheckpointing ? Tape.checkpointing(kernels, arena) : new Tape(kernels, arena, true);
  }

  private static void backward(Tape tape, Variable embeddings) {
    embeddings.seedGradient(embeddings.value());
    tape.backward();
  }

  @Override
  public long bytes() {
    return arena.mostUsedBytes();
  }

  @Override
  public void close() {
    arena.close();
  }
}
