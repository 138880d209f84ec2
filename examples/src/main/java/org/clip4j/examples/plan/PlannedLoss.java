package org.clip4j.examples.plan;

import org.clip4j.examples.bench.Require;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;

/**
 * The loss of a planned step, and how its cost grows with the batch. InfoNCE says so itself; every
 * other is taken for one that goes over its tiles once, each in the place of the one before.
 *
 * @param loss the loss, with tiles of that edge
 * @param tile most rows and columns of a tile
 */
public record PlannedLoss(ContrastiveLoss loss, int tile) {

  /** Checks the tile; the message names the option. */
  public PlannedLoss {
    Require.atLeast("--tile", 1, tile);
    loss = loss.withTile(tile);
  }

  /** Memory beyond the embeddings and their gradients. */
  long bytes(int batch) {
    if (loss instanceof InfoNceLoss infoNce) {
      // The log-sum-exps of rows and columns.
      long sums = 2L * batch * Double.BYTES;
      return infoNce.logitsInMemory(batch) * Float.BYTES + sums;
    }
    long edge = Math.min(tile, batch);
    return (edge + 2) * edge * Float.BYTES;
  }

  /** How often the time of one batch another takes: matrix products are nearly all of it. */
  double timesThatOf(int fewer, int batch) {
    return work(batch) / work(fewer);
  }

  private double work(int batch) {
    return loss instanceof InfoNceLoss infoNce
        ? infoNce.productFlops(batch, 1)
        : (double) batch * batch;
  }
}
