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
    int context = model.textCfg().contextLength();
    if (captionTokens < 2 || captionTokens > context) {
      throw new IllegalArgumentException(
          "--caption-tokens "
              + captionTokens
              + ": expected 2 (start and end) to "
              + context
              + ", the context length of "
              + name);
    }
    Require.atLeast("--batch", 1, batch);
    Require.atLeast("--steps", 1, steps);
    Require.atLeast("--warmup", 0, warmUp.times());
    MicroBatchSize.require("--micro-batch", microBatch, "--batch", batch);
    long pixels = 3L * microBatch * model.visionCfg().imageSize() * model.visionCfg().imageSize();
    if (pixels > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          (microBatch == batch ? "--batch " : "--micro-batch ")
              + microBatch
              + ": so many pictures of "
              + model.visionCfg().imageSize()
              + " pixels do not fit into one array");
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (microBatch < batch && pixels / microBatch * batch > heap) {
      throw new IllegalArgumentException(
          String.format(
              "--batch %d: its pictures, kept as 8-bit, take %d MiB and Java's heap has %d; give it"
                  + " more with CLIP4J_OPTS=-Xmx%dm",
              batch,
              (pixels / microBatch * batch) >> 20,
              heap >> 20,
              ((pixels / microBatch * batch) >> 20) + 1024));
    }
  }
}
