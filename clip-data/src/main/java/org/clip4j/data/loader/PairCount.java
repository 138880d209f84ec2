package org.clip4j.data.loader;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardStream;

/**
 * Counts the pairs in shards before anything is done with them, by the names of the samples' parts
 * alone: pictures are not decoded, contents of files not even read. Pairs whose picture or caption
 * turns out to be unusable are in the count, and so are those that a filter will turn away: where
 * fewer pairs pass than a batch has, {@link PairLoader} says so at its first epoch's end. Where
 * several workers share an epoch, what passes is counted; see {@link ShardSizes}.
 */
public final class PairCount {
  private PairCount() {}

  /**
   * Counts until there are enough.
   *
   * @param config which shards, parts and limits
   * @param source opens the shards
   * @param enough where counting stops, so that large data costs no more than small
   * @return how many pairs there are, or {@code enough} if there are as many or more
   * @throws LoaderException if no sample comes for as long as the configuration waits for one
   * @throws IOException if a shard is not there, or, if strict, one is damaged
   */
  public static long upTo(LoaderConfig config, ShardSource source, long enough) throws IOException {
    for (String shard : config.shards()) {
      source.check(shard);
    }
    BadSamples read = new BadSamples();
    ShardStream samples =
        ShardStream.ofNames(config.shards(), source, config.limits(), read, config.strict());
    FutureTask<Long> count = new FutureTask<>(() -> upTo(config, samples, enough));
    Thread thread = new Thread(count, "clip4j-count");
    thread.setDaemon(true);
    thread.start();
    try {
      return new CountWatch(config.tolerance(), read::read, samples::where).await(count);
    } finally {
      count.cancel(true);
    }
  }

  private static long upTo(LoaderConfig config, ShardStream samples, long enough)
      throws IOException {
    long pairs = 0;
    try (samples) {
      while (pairs < enough && !Thread.currentThread().isInterrupted()) {
        Optional<Sample> sample = samples.next();
        if (sample.isEmpty()) {
          return pairs;
        }
        if (config.fields().isPair(sample.get().parts().keySet())) {
          pairs++;
        }
      }
    }
    return pairs;
  }

  /**
   * Checks that the data has at least a batch of pairs for each worker, for a larger batch would
   * have some of them twice, each its twin's false negative.
   *
   * @return the same configuration, with the shards' sizes where several workers share them
   * @throws LoaderException if it has fewer, naming both numbers
   * @throws IOException if a shard is not there, or, if strict, one is damaged
   */
  public static LoaderConfig requireBatch(LoaderConfig config, ShardSource source)
      throws IOException {
    LoaderConfig known = ShardSizes.known(config, source);
    List<ShardSize> sizes = known.order().sizes();
    long enough = (long) config.batchSize() * config.order().workers();
    long pairs =
        sizes.isEmpty()
            ? upTo(config, source, enough)
            : sizes.stream().mapToLong(ShardSize::pairs).sum();
    if (pairs < enough) {
      throw LoaderException.tooFewPairs(config, pairs);
    }
    return known;
  }
}
