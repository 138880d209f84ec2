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

  /** Numbers a pair on the heap: what rows and columns sum up. */
  static final long SUMS = 8;

  /** Checks the tile; the message names the option. */
  public PlannedLoss {
    Require.atLeast("--tile", 1, tile);
    loss = loss.withTile(tile);
  }

  /** Memory beyond the embeddings and their gradients. */
  long bytes(int batch, int embedDim) {
    long edge = Math.min(tile, batch);
    // Beside its tile another has the losses of the tile's rows.
    long logits =
        loss instanceof InfoNceLoss infoNce ? infoNce.logitsInMemory(batch) : (edge + 1) * edge;
    // Of a tile the embeddings around their mean, of each row and column what they have apart.
    long centred = 2 * edge * embedDim + 4L * batch + edge;
    return (logits + centred) * Float.BYTES + SUMS * batch * Double.BYTES;
  }

  /** How often the time of one batch another takes: matrix products are nearly all of it. */
  double timesThatOf(int fewer, int batch) {
    return work(batch) / work(fewer);
  }

  private double work(int batch) {
    double flops = loss.productFlops(batch, 1);
    return flops > 0 ? flops : (double) batch * batch;
  }
}
