package org.clip4j.data.loader;

import java.util.List;
import java.util.stream.Stream;
import org.clip4j.data.webdataset.ReadCounts;
import org.clip4j.data.webdataset.SamplePlace;

/**
 * Where a training stream stands: what has been taken from it, what of that still waits for a
 * batch, and where reading goes on. Independent of the number of threads and of what has been read
 * ahead.
 *
 * @param epoch the epoch, from 0
 * @param samples how many of the epoch's pairs have been taken, those that could not be decoded
 *     included
 * @param deferred pairs taken, of this epoch or an earlier one, but put off to a later batch since
 *     their caption stood in the batch; in the stream's order
 * @param cursor how reading goes on behind these; null at an epoch's start, and in a position from
 *     before there were cursors, which is found by reading the epoch from its start
 * @param share how far one of several workers is with the epoch; null for the only one, and at the
 *     very start
 * @param counts what has been read since the very start, up to here; null for nothing
 */
public record Position(
    long epoch,
    long samples,
    List<Deferred> deferred,
    Cursor cursor,
    Share share,
    ReadCounts counts) {

  /** Before the first batch. */
  public static final Position START = new Position(0, 0);

  /**
   * Names one pair.
   *
   * @param epoch the epoch, from 0
   * @param sample its place in the epoch, from 0
   * @param place where it lies; null in a position from before there were cursors
   */
  public record Deferred(long epoch, long sample, SamplePlace place) {

    /** A pair whose place is not known. */
    public Deferred(long epoch, long sample) {
      this(epoch, sample, null);
    }

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
    counts = counts == null ? ReadCounts.NONE : counts;
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

  /** A position of the only worker. */
  public Position(long epoch, long samples, List<Deferred> deferred, Cursor cursor) {
    this(epoch, samples, deferred, cursor, null, null);
  }

  /** A position without a cursor. */
  public Position(long epoch, long samples, List<Deferred> deferred) {
    this(epoch, samples, deferred, null);
  }

  /** A position with nothing deferred and without a cursor. */
  public Position(long epoch, long samples) {
    this(epoch, samples, List.of());
  }

  /** How often the worker has begun its share of the epoch again. */
  int pass() {
    return share == null ? 0 : share.pass();
  }

  /** Whether reading can go on here at once. */
  boolean isLocated() {
    return (cursor != null || samples == 0)
        && deferred.stream().allMatch(pair -> pair.place() != null);
  }

  /** The samples that are to be read again before reading goes on. */
  List<SamplePlace> waiting() {
    return Stream.concat(
            deferred.stream().map(Deferred::place),
            cursor == null ? Stream.of() : cursor.waiting().stream())
        .toList();
  }

  /** As it would be from before there were cursors. */
  Position withoutCursor() {
    return new Position(
        epoch,
        samples,
        deferred.stream().map(pair -> new Deferred(pair.epoch, pair.sample)).toList(),
        null,
        share,
        counts);
  }

  /** The same with other counts. */
  Position withCounts(ReadCounts other) {
    return new Position(epoch, samples, deferred, cursor, share, other);
  }
}
