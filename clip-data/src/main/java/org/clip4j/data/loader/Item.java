package org.clip4j.data.loader;

import java.util.Optional;
import org.clip4j.data.webdataset.ReadCounts;
import org.clip4j.data.webdataset.SamplePlace;

/** What the reading side hands to the decoding side, in the stream's order. */
sealed interface Item {

  /**
   * A pair in its place.
   *
   * @param epoch the epoch, from 0
   * @param sample its place in the epoch, from 0
   * @param pair the pair, not decoded
   * @param place where it lies
   * @param trail what happened in reading since the pair before; nothing where this one was taken
   *     before the stream began, or where nobody asks for positions
   */
  record Raw(long epoch, long sample, Pair pair, SamplePlace place, Optional<Trail> trail)
      implements Item {}

  /**
   * The end of an epoch.
   *
   * @param epoch the epoch that ended
   * @param pass see {@link Trail#pass}
   * @param whole whether all of it was handed on, so that it can be told whether anything in it was
   *     usable
   * @param filtered what filters had turned away by then, in words, since more has been read when
   *     this is looked at; empty if nothing
   * @param counts see {@link Trail#counts}, to the epoch's end
   */
  record EpochEnd(long epoch, int pass, boolean whole, String filtered, ReadCounts counts)
      implements Item {}
}
