package org.clip4j.data.loader;

import java.util.List;
import org.clip4j.data.webdataset.SamplePlace;

/**
 * How reading goes on within an epoch: what is left of the shards, and of what was read the samples
 * in the shuffle buffer.
 *
 * @param turn how many of the epoch's shards, in its order, are behind; the order follows from
 *     seed, epoch and list of shards
 * @param next where the next sample begins, which is in the shard whose turn it is; null when all
 *     shards have been read
 * @param random the state of the generator that draws from the shuffle buffer
 * @param waiting where the samples in the shuffle buffer lie, in the order of their places there
 */
public record Cursor(int turn, SamplePlace next, long random, List<SamplePlace> waiting) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the turn is negative or there is no buffer
   */
  public Cursor {
    if (turn < 0 || waiting == null) {
      throw new IllegalArgumentException(
          "cursor in the data: the turn " + turn + " is negative, or the waiting samples are gone");
    }
    waiting = List.copyOf(waiting);
  }
}
