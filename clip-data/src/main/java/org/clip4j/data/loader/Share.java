package org.clip4j.data.loader;

/**
 * How far one of several workers is with its share of an epoch.
 *
 * @param worker which one, from 0
 * @param workers among how many an epoch is shared
 * @param made how many of the epoch's batches are made
 * @param batches how many it has
 * @param pass how often the share was begun again, to fill the last of them
 * @param repeated how many samples were taken once more so, in all epochs together
 * @param sizes what the sizes of the shards come to by which the epoch is shared; null in a
 *     position from before they were kept
 */
public record Share(
    int worker, int workers, long made, long batches, int pass, long repeated, String sizes) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative, or the worker is none of the workers
   */
  public Share {
    if (worker < 0 || worker >= workers || made < 0 || made > batches || pass < 0 || repeated < 0) {
      throw new IllegalArgumentException(
          "no share of an epoch: worker "
              + worker
              + " of "
              + workers
              + ", batches "
              + made
              + " of "
              + batches
              + ", pass "
              + pass
              + ", repeated "
              + repeated);
    }
  }

  Share withBatch() {
    return new Share(worker, workers, made + 1, batches, pass, repeated, sizes);
  }

  Share withRepeat() {
    return new Share(worker, workers, made, batches, pass, repeated + 1, sizes);
  }

  Share inPass(int which) {
    return new Share(worker, workers, made, batches, which, repeated, sizes);
  }

  Share inNextEpoch(long batchesThere) {
    return new Share(worker, workers, 0, batchesThere, 0, repeated, sizes);
  }

  Share withSizes(String known) {
    return new Share(worker, workers, made, batches, pass, repeated, known);
  }
}
