package org.clip4j.examples.plan;

import java.util.OptionalLong;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.examples.bench.Require;
import org.clip4j.train.config.KeepPictures;
import org.clip4j.train.config.MicroBatchSize;
import org.clip4j.train.loss.TileRoom;

/**
 * Which step is planned, and how many of them.
 *
 * @param name what the result calls the model
 * @param model its sizes
 * @param batch pairs in a batch, at least 2
 * @param microBatch pairs that are embedded at a time; divides the batch
 * @param captionTokens tokens of every caption, start and end included: 2 to the context length
 * @param gradCheckpointing whether blocks keep their input alone
 * @param loss between all embeddings of the batch
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
    PlannedLoss loss,
    KeepPictures keep,
    long pictureBytes,
    int waiting,
    OptionalLong steps) {

  /** What gives the loss's tile, for messages. */
  public static final String TILE = "--tile or loss.tile";

  /** Checks the numbers; the message names the option. */
  public PlanOptions {
    Require.atLeast("--batch", 2, batch);
    MicroBatchSize.require("--micro-batch", microBatch, "--batch", batch);
    Require.captionTokens(captionTokens, model, name);
    TileRoom.require(TILE, loss.tile(), batch);
    Require.atLeast("--picture-kib", 1, pictureBytes);
    Require.oneArray("--micro-batch", microBatch, model);
  }

  /** Whether the batch is embedded part by part, and each part a second time. */
  boolean inParts() {
    return microBatch < batch;
  }

  /** Values of a picture: three channels. */
  long pictureValues() {
    long size = model.visionCfg().imageSize();
    return 3 * size * size;
  }
}
