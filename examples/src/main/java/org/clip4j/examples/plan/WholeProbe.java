package org.clip4j.examples.plan;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.examples.bench.RandomBatch;
import org.clip4j.train.BatchGradients;

/** A batch in one piece: both encoders' activations are there together. */
final class WholeProbe implements EncoderProbe {

  private final float[] pixels;
  private final TokenBatch captions;
  private final BatchGradients gradients;

  WholeProbe(ClipModel model, Kernels kernels, PlanOptions options, int pairs) {
    RandomBatch batch = RandomBatch.of(model.config(), pairs, options.captionTokens());
    this.pixels = batch.pixels();
    this.captions = TokenBatch.pack(batch.captions(), model.config().textCfg());
    this.gradients =
        new BatchGradients(model, new ProbeLoss(), kernels, options.gradCheckpointing());
  }

  @Override
  public void forward() {}

  @Override
  public void forwardAndBackward() {
    gradients.run(pixels, captions);
  }

  @Override
  public long bytes() {
    return gradients.mostUsedBytes();
  }

  @Override
  public void close() {
    gradients.close();
  }
}
