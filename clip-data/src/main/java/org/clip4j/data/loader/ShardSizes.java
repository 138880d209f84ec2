package org.clip4j.data.loader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clip4j.core.Sha256;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.ShardSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many pairs the shards have, before anything is done with them: from the manifests beside
 * them, else counted by the names of their samples' parts. Where there are filters, what passes
 * them is counted, by what a filter sees: for that the shards are read whole, but no picture is
 * decoded. Every worker finds the same, as long as all see the same shards and manifests, and the
 * filters' answers depend on the pairs alone.
 */
public final class ShardSizes {

  private static final Logger LOG = LoggerFactory.getLogger(ShardSizes.class);

  private ShardSizes() {}

  /**
   * The same configuration with the sizes of its shards, if it is one of several workers' and has
   * none.
   *
   * @param source opens the shards
   * @throws LoaderException if an epoch may have fewer pairs than there are workers, or a shard can
   *     be read but once
   * @throws IOException if a shard is not there, or, if strict, one is damaged
   */
  public static LoaderConfig known(LoaderConfig config, ShardSource source) throws IOException {
    ShardOrder order = config.order();
    if (order.workers() == 1 || !order.sizes().isEmpty()) {
      return config;
    }
    List<ShardSize> sizes = of(config, source);
    long pairs = sizes.stream().mapToLong(ShardSize::pairs).sum();
    ShardOrder known = order.withSizes(sizes);
    if (pairs < order.workers()) {
      throw LoaderException.tooFewToShare(config, pairs);
    }
    if (known.leastPairs() < order.workers()) {
      throw LoaderException.tooFewDrawn(config, known.leastPairs());
    }
    LOG.info(
        "Worker {} of {} has a share of {} pairs in {} shards",
        order.worker(),
        order.workers(),
        pairs,
        sizes.size());
    return config.withOrder(known);
  }

  /** A short name for sizes: by others, an epoch is shared in another way. */
  static String fingerprint(List<ShardSize> sizes) {
    MessageDigest digest = Sha256.digest();
    for (ShardSize size : sizes) {
      byte[] others = size.others().toByteArray();
      digest.update(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(size.samples())
              .putLong(others.length)
              .flip());
      digest.update(others);
    }
    return Sha256.hex(digest);
  }

  private static List<ShardSize> of(LoaderConfig config, ShardSource source) throws IOException {
    ManifestSizes manifests = new ManifestSizes(source);
    List<Optional<ShardSize>> sizes = new ArrayList<>();
    boolean filtered = !config.filters().isEmpty();
    for (String shard : config.shards()) {
      requireReadAgain(shard);
      source.check(shard);
      // A manifest does not know what passes.
      sizes.add(filtered ? Optional.empty() : manifests.of(shard));
    }
    if (filtered) {
      LOG.info(
          "Counting the pairs that pass data.filter in {} shards, which are read for it",
          sizes.size());
    }
    ShardPairs pairs = new ShardPairs(config, source);
    ExecutorService threads = Executors.newFixedThreadPool(config.threads(), ShardSizes::daemon);
    try {
      List<Future<ShardSize>> counted = new ArrayList<>();
      for (int i = 0; i < sizes.size(); i++) {
        if (sizes.get(i).isEmpty()) {
          String shard = config.shards().get(i);
          counted.add(threads.submit(() -> pairs.count(shard)));
        }
      }
      return joined(config, sizes, counted, pairs);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void requireReadAgain(String shard) {
    if (shard.equals(ShardUrl.STANDARD_INPUT)) {
      throw new LoaderException(
          "standard input (-) cannot be shared by several workers: write it to a file");
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "clip4j-count");
    thread.setDaemon(true);
    return thread;
  }

  private static String firstOfThoseToCome(List<Future<ShardSize>> counted) {
    long done = counted.stream().takeWhile(Future::isDone).count();
    return "shard " + (done + 1) + " of " + counted.size() + " that are counted";
  }

  private static List<ShardSize> joined(
      LoaderConfig config,
      List<Optional<ShardSize>> known,
      List<Future<ShardSize>> counted,
      ShardPairs pairs)
      throws IOException {
    CountWatch watch =
        new CountWatch(config.tolerance(), pairs::read, () -> firstOfThoseToCome(counted));
    List<ShardSize> all = new ArrayList<>();
    Iterator<Future<ShardSize>> next = counted.iterator();
    for (Optional<ShardSize> size : known) {
      all.add(size.isPresent() ? size.get() : watch.await(next.next()));
    }
    return all;
  }
}
