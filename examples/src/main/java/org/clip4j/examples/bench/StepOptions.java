package org.clip4j.examples.bench;

import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.config.MicroBatchSize;

/**
 * Which step is timed.
 *
 * @param name what the result calls the model
 * @param model its sizes
 * @param batch pairs in a batch, at least 1
 * @param microBatch pairs that go through the encoders at once; divides the batch
 * @param captionTokens tokens of every caption, start and end included: 2 to the context length
 * @param steps that are timed, at least 1
 * @param warmUp what runs before
 * @param gradCheckpointing whether blocks keep their input alone, as in a run that is told so
 */
public record StepOptions(
    String name,
    ModelConfig model,
    int batch,
    int microBatch,
    int captionTokens,
    int steps,
    WarmUp warmUp,
    boolean gradCheckpointing) {

  /** Checks the numbers; the message names the option. */
  public StepOptions {
    Require.captionTokens(captionTokens, model, name);
    Require.atLeast("--batch", 1, batch);
    Require.atLeast("--steps", 1, steps);
    Require.atLeast("--warmup", 0, warmUp.times());
    MicroBatchSize.require("--micro-batch", microBatch, "--batch", batch);
    Require.oneArray(microBatch == batch ? "--batch" : "--micro-batch", microBatch, model);
    long size = model.visionCfg().imageSize();
    long levels = 3 * size * size * batch;
    long heap = Runtime.getRuntime().maxMemory();
    if (microBatch < batch && levels > heap) {
      throw new IllegalArgumentException(
          String.format(
              "--batch %d: its pictures, kept as 8-bit, take %d MiB and Java's heap has %d; give it"
                  + " more with CLIP4J_OPTS=-Xmx%dm",
              batch, levels >> 20, heap >> 20, (levels >> 20) + 1024));
    }
  }
}
