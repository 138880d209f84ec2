package org.clip4j.data.loader;

/** What the reading side hands to the decoding side, in the stream's order. */
sealed interface Item {

  /**
   * A pair in its place.
   *
   * @param epoch the epoch, from 0
   * @param sample its place in the epoch, from 0
   * @param pair the pair, not decoded
   */
  record Raw(long epoch, long sample, Pair pair) implements Item {}

  /**
   * The end of an epoch.
   *
   * @param epoch the epoch that ended
   * @param whole whether all of it was handed on, so that it can be told whether anything in it was
   *     usable
   */
  record EpochEnd(long epoch, boolean whole) implements Item {}
}
