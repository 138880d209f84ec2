package org.clip4j.data.loader;

import java.util.List;

/**
 * Where a training stream stands: what has been taken from it, and what of that still waits for a
 * batch. Independent of the number of threads and of what has been read ahead.
 *
 * @param epoch the epoch, from 0
 * @param samples how many of the epoch's pairs have been taken, those that could not be decoded
 *     included
 * @param deferred pairs taken, of this epoch or an earlier one, but put off to a later batch since
 *     their caption stood in the batch; in the stream's order
 */
public record Position(long epoch, long samples, List<Deferred> deferred) {

  /** Before the first batch. */
  public static final Position START = new Position(0, 0);

  /**
   * Names one pair.
   *
   * @param epoch the epoch, from 0
   * @param sample its place in the epoch, from 0
   */
  public record Deferred(long epoch, long sample) {

    boolean isBefore(long otherEpoch, long otherSample) {
      return epoch < otherEpoch || (epoch == otherEpoch && sample < otherSample);
    }
  }

  /**
   * Checks that the numbers can be a position.
   *
   * @throws IllegalArgumentException if one is negative, or a deferred pair is out of order or was
   *     not taken yet
   */
  public Position {
    deferred = List.copyOf(deferred);
    if (epoch < 0 || samples < 0) {
      throw new IllegalArgumentException(
          "position in the data is negative: epoch " + epoch + ", samples " + samples);
    }
    Deferred last = new Deferred(-1, -1);
    for (Deferred pair : deferred) {
      if (pair.epoch < 0
          || pair.sample < 0
          || !last.isBefore(pair.epoch, pair.sample)
          || !pair.isBefore(epoch, samples)) {
        throw new IllegalArgumentException(
            "position in the data: "
                + pair
                + " cannot be deferred at epoch "
                + epoch
                + ", samples "
                + samples);
      }
      last = pair;
    }
  }

  /** A position with nothing deferred. */
  public Position(long epoch, long samples) {
    this(epoch, samples, List.of());
  }
}
