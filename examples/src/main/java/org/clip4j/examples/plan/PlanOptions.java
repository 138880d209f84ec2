package org.clip4j.examples.plan;

import java.util.OptionalLong;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.config.KeepPictures;
import org.clip4j.train.config.MicroBatchSize;

/**
 * Which step is planned, and how many of them.
 *
 * @param name what the result calls the model
 * @param model its sizes
 * @param batch pairs in a batch, at least 2
 * @param microBatch pairs that are embedded at a time; divides the batch
 * @param captionTokens tokens of every caption, start and end included: 2 to the context length
 * @param gradCheckpointing whether blocks keep their input alone
 * @param keep how pictures wait for the second pass, where the micro-batch is not the whole batch
 * @param pictureBytes of an encoded picture
 * @param waiting encoded pictures that wait in the shuffle buffer
 * @param steps of the run; empty where only a step is planned
 */
public record PlanOptions(
    String name,
    ModelConfig model,
    int batch,
    int microBatch,
    int captionTokens,
    boolean gradCheckpointing,
    KeepPictures keep,
    long pictureBytes,
    int waiting,
    OptionalLong steps) {

  /** Checks the numbers; the message names the option. */
  public PlanOptions {
    atLeast("--batch", 2, batch);
    MicroBatchSize.require("--micro-batch", microBatch, "--batch", batch);
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
    atLeast("--picture-kib", 1, pictureBytes);
    if (3L * microBatch * imageArea(model) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "--micro-batch "
              + microBatch
              + ": so many pictures of "
              + model.visionCfg().imageSize()
              + " pixels do not fit into one array");
    }
  }

  private static void atLeast(String option, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(option + " " + value + ": expected " + least + " or more");
    }
  }

  private static long imageArea(ModelConfig model) {
    return (long) model.visionCfg().imageSize() * model.visionCfg().imageSize();
  }

  /** Whether the batch is embedded part by part, and each part a second time. */
  boolean inParts() {
    return microBatch < batch;
  }

  /** Values of a picture: three channels. */
  long pictureValues() {
    return 3 * imageArea(model);
  }
}
