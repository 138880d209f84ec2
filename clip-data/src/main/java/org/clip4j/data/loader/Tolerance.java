package org.clip4j.data.loader;

import org.clip4j.data.webdataset.BadSamples;

/**
 * How much goes wrong before loading ends in an error.
 *
 * @param maxBadRate the largest share of bad samples among those read and not filtered, 0 to 1; 1
 *     for any. A shard whose rest is lost counts as one; it is the largest share of lost shards in
 *     a pass as well. It is looked at once {@link #SAMPLES_BEFORE} have been read
 * @param stallSeconds how long is waited for a usable pair, at least 1
 */
public record Tolerance(double maxBadRate, int stallSeconds) {

  /** So many samples are read before their rate says anything. */
  public static final long SAMPLES_BEFORE = 1000;

  /** Any share of bad samples; five minutes. */
  public static final Tolerance DEFAULT = new Tolerance(1, 300);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one that is out of bounds
   */
  public Tolerance {
    if (!(maxBadRate >= 0 && maxBadRate <= 1)) {
      throw new IllegalArgumentException("maxBadRate must be from 0 to 1, got " + maxBadRate);
    }
    if (stallSeconds < 1) {
      throw new IllegalArgumentException("stallSeconds must be at least 1, got " + stallSeconds);
    }
  }

  /**
   * Ends it where so many of a pass's shards were lost, all or the rest, that the pass says little
   * of the data. A single one never ends it: how much of it is lost is not known.
   *
   * @param lost of the shards
   * @param shards of the pass
   * @throws LoaderException with the share and the reasons
   */
  void checkShards(long lost, int shards, BadSamples bad) {
    if (maxBadRate < 1 && bad.read() >= SAMPLES_BEFORE && lost > 1 && lost > maxBadRate * shards) {
      throw new LoaderException(
          "of "
              + shards
              + " shards of a pass, "
              + lost
              + " could not be read, or not to their end, more than the share of "
              + maxBadRate
              + " that data.max_bad_rate allows; skipped: "
              + bad
              + "; mend the data or allow more");
    }
  }

  /**
   * Ends it where too many samples are bad.
   *
   * @throws LoaderException with the rate and the reasons
   */
  void check(BadSamples bad) {
    long met = bad.met() + bad.lost();
    // What is filtered was not tried.
    long read = bad.read() - bad.filtered() + bad.lost();
    if (maxBadRate < 1 && read >= SAMPLES_BEFORE && met > maxBadRate * read) {
      throw new LoaderException(
          "of "
              + read
              + " samples read"
              + (bad.filtered() == 0 ? "" : " that were not filtered")
              + ", "
              + met
              + " are bad, more than the share of "
              + maxBadRate
              + " that data.max_bad_rate allows; skipped: "
              + bad
              + "; mend the data or allow more");
    }
  }
}
