package org.clip4j.examples.plan;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.PatchDropout;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.examples.bench.RandomBatch;
import org.clip4j.train.BatchGradients;
import org.clip4j.train.GradientCache;
import org.clip4j.train.PhaseListener;
import org.clip4j.train.StepTimes;

/** Both encoders on some pairs of noise, forward and backward as the planned step runs them. */
final class EncoderProbe implements AutoCloseable {

  private final boolean inParts;
  private final RandomBatch batch;
  private final TokenBatch captions;
  private final PatchDropout dropout;
  private final BatchGradients whole;
  private final GradientCache cache;

  EncoderProbe(ClipModel model, Kernels kernels, PlanOptions options, int pairs) {
    this.inParts = options.inParts();
    this.batch = RandomBatch.of(model.config(), pairs, options.captionTokens());
    this.captions = TokenBatch.pack(batch.captions(), model.config().textCfg());
    this.dropout = PatchDropout.of(model.config().visionCfg(), 0, 0);
    ProbeLoss loss = new ProbeLoss();
    this.whole = new BatchGradients(model, loss, kernels, options.gradCheckpointing());
    this.cache = new GradientCache(model, loss, kernels, options.gradCheckpointing());
  }

  /** Leaves gradients of nothing in particular in the model's parameters. */
  StepTimes run() {
    return inParts
        ? cache.run(batch.begin(), dropout, PhaseListener.NONE).times()
        : whole.run(batch.pixels(), captions, dropout.kept(0, captions.size())).times();
  }

  /** The most native bytes in use so far: activations, their gradients, the pictures. */
  long bytes() {
    return whole.mostUsedBytes() + cache.mostUsedBytes();
  }

  @Override
  public void close() {
    whole.close();
    cache.close();
  }
}
