package org.clip4j.data.loader;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many pairs the shards have, before anything is done with them: from the manifests beside
 * them, else counted by the names of their samples' parts. Every worker finds the same, as long as
 * all see the same shards and manifests.
 */
public final class ShardSizes {

  private static final Logger LOG = LoggerFactory.getLogger(ShardSizes.class);
  private static final int LOG_SECONDS = 10;

  /** With more of them than this, a shard is shared by its samples, pairs or not. */
  private static final int MOST_OTHERS = 1 << 16;

  private ShardSizes() {}

  /**
   * The same configuration with the sizes of its shards, if it is one of several workers' and has
   * none.
   *
   * @param source opens the shards
   * @throws LoaderException if there are fewer pairs than workers, or a shard can be read but once
   * @throws IOException if a shard is not there, or, if strict, one is damaged
   */
  public static LoaderConfig known(LoaderConfig config, ShardSource source) throws IOException {
    ShardOrder order = config.order();
    if (order.workers() == 1 || !order.sizes().isEmpty()) {
      return config;
    }
    List<ShardSize> sizes = of(config, source);
    long pairs = sizes.stream().mapToLong(ShardSize::pairs).sum();
    if (pairs < order.workers()) {
      throw LoaderException.tooFewToShare(config, pairs);
    }
    LOG.info(
        "Worker {} of {} has a share of {} pairs in {} shards",
        order.worker(),
        order.workers(),
        pairs,
        sizes.size());
    return config.withOrder(order.withSizes(sizes));
  }

  private static List<ShardSize> of(LoaderConfig config, ShardSource source) throws IOException {
    ManifestSizes manifests = new ManifestSizes(source);
    List<Optional<ShardSize>> sizes = new ArrayList<>();
    for (String shard : config.shards()) {
      source.check(shard);
      sizes.add(manifests.of(shard));
    }
    ExecutorService threads = Executors.newFixedThreadPool(config.threads(), ShardSizes::daemon);
    try {
      List<Future<ShardSize>> counted = new ArrayList<>();
      for (int i = 0; i < sizes.size(); i++) {
        if (sizes.get(i).isEmpty()) {
          String shard = config.shards().get(i);
          counted.add(threads.submit(() -> count(config, source, shard)));
        }
      }
      return joined(sizes, counted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while counting the pairs in the shards");
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "clip4j-count");
    thread.setDaemon(true);
    return thread;
  }

  private static List<ShardSize> joined(
      List<Optional<ShardSize>> known, List<Future<ShardSize>> counted)
      throws IOException, InterruptedException {
    List<ShardSize> all = new ArrayList<>();
    int done = 0;
    for (Optional<ShardSize> size : known) {
      all.add(size.isPresent() ? size.get() : await(counted.get(done), done, counted.size()));
      done += size.isPresent() ? 0 : 1;
    }
    return all;
  }

  private static ShardSize await(Future<ShardSize> size, int done, int all)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return size.get(LOG_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        LOG.info("Counting the pairs in the shards: {} of {}", done, all);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private static ShardSize count(LoaderConfig config, ShardSource source, String shard)
      throws IOException {
    List<Long> others = new ArrayList<>();
    long samples = 0;
    try (ShardStream stream =
        ShardStream.ofNames(
            List.of(shard), source, config.limits(), new BadSamples(), config.strict())) {
      for (Optional<Sample> s = stream.next(); s.isPresent(); s = stream.next()) {
        if (others.size() <= MOST_OTHERS && !config.fields().isPair(s.get().parts().keySet())) {
          others.add(samples);
        }
        samples++;
      }
    }
    return others.size() > MOST_OTHERS
        ? ShardSize.ofPairs(samples)
        : new ShardSize(samples, others.stream().mapToLong(Long::longValue).toArray());
  }
}
