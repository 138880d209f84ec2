package org.clip4j.data.loader;

import java.util.function.LongConsumer;

/**
 * Where a worker's epochs end. With several workers an epoch has a number of batches that was fixed
 * before it; with one it ends with its pairs, and nothing here ever does. For one thread.
 */
final class WorkerEpoch {

  private final LoaderConfig config;
  private final LongConsumer reader;
  private Share share;
  private long epoch;
  private boolean ownTaken;

  /**
   * @param start where the stream begins
   * @param reader is told the epoch that begins, where it would go on to repeat the one before
   * @throws LoaderException if the position is another worker's, or of epochs that are shared in
   *     another way
   */
  WorkerEpoch(LoaderConfig config, Position start, LongConsumer reader) {
    this.config = config;
    this.reader = reader;
    this.epoch = start.epoch();
    this.share = shareAt(start);
    this.ownTaken = share != null && share.pass() > 0;
  }

  private Share shareAt(Position start) {
    ShardOrder order = config.order();
    boolean several = order.workers() > 1;
    Share found = start.share();
    String sizes = several ? ShardSizes.fingerprint(order.sizes()) : null;
    if (several && start.equals(Position.START)) {
      return new Share(order.worker(), order.workers(), 0, batches(), 0, 0, sizes);
    }
    boolean fits =
        several
            ? found != null
                && found.worker() == order.worker()
                && found.workers() == order.workers()
            : found == null;
    if (!fits) {
      throw LoaderException.otherData(
          "it is the position of "
              + words(found == null ? 0 : found.worker(), found == null ? 1 : found.workers())
              + ", but this is "
              + words(order.worker(), order.workers()));
    }
    if (several && found.sizes() != null && !found.sizes().equals(sizes)) {
      throw LoaderException.otherData(
          "its epochs were shared by other numbers of pairs in the shards; a manifest.json beside"
              + " them was added, taken away or changed, or other pairs pass data.filter");
    }
    if (several && found.batches() != batches()) {
      throw LoaderException.otherData(
          "epoch "
              + epoch
              + " had "
              + found.batches()
              + " batches for each worker, now it has "
              + batches());
    }
    return several ? found.withSizes(sizes) : null;
  }

  private long batches() {
    return EpochOrder.shuffled(config, epoch, 0).batches();
  }

  private static String words(int worker, int workers) {
    return workers == 1 ? "the only worker" : LoaderException.worker(worker, workers);
  }

  /** Whether all batches of the epoch are made. */
  boolean isOver() {
    return share != null && share.made() == share.batches();
  }

  /** Whether one of several workers has taken all of its own pairs of the epoch. */
  boolean isOwnTaken() {
    return share != null && ownTaken;
  }

  /** The end of the share, or of one of its repetitions, was met. */
  void shareEnded() {
    ownTaken = true;
  }

  /** Whether what comes out of the stream was read ahead to be repeated, but is not needed. */
  boolean isPast(long ofEpoch) {
    return share != null && ofEpoch < epoch;
  }

  void batchMade() {
    share = share == null ? null : share.withBatch();
  }

  void sampleRepeated() {
    share = share.withRepeat();
  }

  /** Begins the next epoch, and returns which it is. */
  long next() {
    epoch++;
    share = share.inNextEpoch(batches());
    ownTaken = false;
    reader.accept(epoch);
    return epoch;
  }

  /** What a position keeps; null with one worker. */
  Share at(int pass) {
    return share == null ? null : share.inPass(pass);
  }

  /** How many samples were repeated so far. */
  long repeatedSamples() {
    return share == null ? 0 : share.repeated();
  }
}
