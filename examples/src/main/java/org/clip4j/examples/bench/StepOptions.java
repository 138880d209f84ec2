package org.clip4j.examples.bench;

import org.clip4j.encoders.config.ModelConfig;

/**
 * Which step is timed.
 *
 * @param name what the result calls the model
 * @param model its sizes
 * @param batch pairs in a batch, at least 1
 * @param captionTokens tokens of every caption, start and end included: 2 to the context length
 * @param steps that are timed, at least 1
 * @param warmUp what runs before
 */
public record StepOptions(
    String name, ModelConfig model, int batch, int captionTokens, int steps, WarmUp warmUp) {

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
    long pixels = 3L * batch * model.visionCfg().imageSize() * model.visionCfg().imageSize();
    if (pixels > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "--batch "
              + batch
              + ": so many pictures of "
              + model.visionCfg().imageSize()
              + " pixels do not fit into one array");
    }
  }
}
