package org.clip4j.data.loader;

import java.util.List;
import java.util.function.Consumer;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.webdataset.ShardLimits;

/**
 * How pairs are read and put into batches.
 *
 * @param shards the shards' names, expanded
 * @param batchSize pairs in a batch
 * @param partSize pairs in each of the parts in which a batch is given; the batch's own size for
 *     one piece. It divides the batch's
 * @param seed names the run: order and augmentation follow from it
 * @param shuffle size of the shuffle buffer, in samples, which wait there undecoded; 0 or 1 for
 *     none
 * @param threads how many threads decode
 * @param prefetch how many pairs may be decoded ahead
 * @param uniqueCaptions whether a pair whose caption already stands in the batch waits for the next
 *     one. Two pairs of one caption are false negatives to each other, which hurts on small data
 *     sets. Captions are compared without regard to case. At most {@code batchSize} pairs wait;
 *     where the data has too few captions, what comes then is taken all the same
 * @param cacheBytes decoded 8-bit pictures are kept in memory up to this many bytes, so that a
 *     small data set is decoded once; 0 for none
 * @param keep what stays of the pictures so that their values can be had a second time
 * @param order which shards an epoch has
 * @param tolerance how much goes wrong before loading ends in an error
 * @param strict whether a damaged or unreadable shard ends the run
 * @param fields which parts are picture and caption
 * @param filters which pairs are wanted
 * @param limits how large members and samples may be
 */
public record LoaderConfig(
    List<String> shards,
    int batchSize,
    int partSize,
    long seed,
    int shuffle,
    int threads,
    int prefetch,
    boolean uniqueCaptions,
    long cacheBytes,
    Keep keep,
    ShardOrder order,
    Tolerance tolerance,
    boolean strict,
    PairFields fields,
    PairFilters filters,
    ShardLimits limits) {

  private static final int DEFAULT_SHUFFLE = 2000;
  private static final int DEFAULT_THREADS = 2;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the setting that is out of bounds
   */
  public LoaderConfig {
    shards = List.copyOf(shards);
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("there are no shards to read");
    }
    order.requireFits(shards.size());
    check("batchSize", batchSize, 1);
    check("partSize", partSize, 1);
    if (batchSize % partSize != 0) {
      throw new IllegalArgumentException(
          "partSize " + partSize + " does not divide batchSize " + batchSize);
    }
    check("shuffle", shuffle, 0);
    check("threads", threads, 1);
    check("prefetch", prefetch, 1);
    check("cacheBytes", cacheBytes, 0);
  }

  private static void check(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }

  /**
   * Defaults: batches in one piece, a shuffle buffer of 2000, two threads, one batch ahead, no
   * cache, nothing kept, going on after damaged shards.
   */
  public static LoaderConfig of(List<String> shards, int batchSize, long seed) {
    return new LoaderConfig(
        shards,
        batchSize,
        batchSize,
        seed,
        DEFAULT_SHUFFLE,
        DEFAULT_THREADS,
        Math.max(batchSize, 1),
        false,
        0,
        Keep.NOTHING,
        ShardOrder.EACH_ONCE,
        Tolerance.DEFAULT,
        false,
        PairFields.DEFAULT,
        PairFilters.NONE,
        ShardLimits.DEFAULT);
  }

  /**
   * The same with batches in parts, and with no more pairs decoded ahead than two parts have.
   * Neither changes a batch's pairs.
   *
   * @throws IllegalArgumentException if the parts' size does not divide the batch's
   */
  public LoaderConfig withPartSize(int pairs) {
    return with(
        draft -> {
          draft.partSize = pairs;
          draft.prefetch = (int) Math.max(1, Math.min(prefetch, 2L * pairs));
        });
  }

  /** The same, keeping pictures for a second time or not; it does not change a batch. */
  public LoaderConfig withKeep(Keep what) {
    return with(draft -> draft.keep = what);
  }

  /** The same with another shuffle buffer. */
  public LoaderConfig withShuffle(int samples) {
    return with(draft -> draft.shuffle = samples);
  }

  /** The same with other numbers of threads and of pairs decoded ahead; neither changes a batch. */
  public LoaderConfig withThreads(int count, int ahead) {
    return with(
        draft -> {
          draft.threads = count;
          draft.prefetch = ahead;
        });
  }

  /** The same with or without repeated captions in a batch. */
  public LoaderConfig withUniqueCaptions(boolean unique) {
    return with(draft -> draft.uniqueCaptions = unique);
  }

  /** The same with another cache; it does not change a batch. */
  public LoaderConfig withCacheBytes(long bytes) {
    return with(draft -> draft.cacheBytes = bytes);
  }

  /**
   * The same with another choice of shards.
   *
   * @throws IllegalArgumentException if it does not fit the number of shards
   */
  public LoaderConfig withOrder(ShardOrder other) {
    return with(draft -> draft.order = other);
  }

  /**
   * The same for one of several workers, among whom each epoch's pairs are shared evenly. All make
   * the same number of batches of an epoch, which is known before it: {@code ceil(pairs / (workers
   * * batchSize))}. A worker with fewer usable pairs takes some of its share again. The pairs are
   * counted by the shards' {@link org.clip4j.data.manifest.ShardManifest manifests}, and where
   * there are none, by reading the names of their samples. With filters, pairs are those that pass,
   * for which the shards are read once before.
   *
   * @param rank which worker, from 0
   * @param of how many there are
   * @throws IllegalArgumentException if the rank is none of so many
   */
  public LoaderConfig withWorker(int rank, int of) {
    return withOrder(new ShardOrder(order.weights(), rank, of, order.sizes()));
  }

  /** The seed of what is drawn for single samples: another one for each of several workers. */
  long drawSeed() {
    return order.workers() == 1 ? seed : DeterministicRandom.of(seed, order.worker()).state();
  }

  /** The same with another tolerance; it does not change a batch. */
  public LoaderConfig withTolerance(Tolerance other) {
    return with(draft -> draft.tolerance = other);
  }

  /** The same, ending or not ending at a damaged shard. */
  public LoaderConfig withStrict(boolean stop) {
    return with(draft -> draft.strict = stop);
  }

  /** The same with other parts as picture and caption. */
  public LoaderConfig withFields(PairFields other) {
    return with(draft -> draft.fields = other);
  }

  /** The same with other filters. */
  public LoaderConfig withFilters(PairFilters other) {
    return with(draft -> draft.filters = other);
  }

  /** The same with other limits. */
  public LoaderConfig withLimits(ShardLimits other) {
    return with(draft -> draft.limits = other);
  }

  private LoaderConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build(this);
  }

  /** What can be changed of a configuration. */
  private static final class Draft {
    private int partSize;
    private int shuffle;
    private int threads;
    private int prefetch;
    private boolean uniqueCaptions;
    private long cacheBytes;
    private Keep keep;
    private ShardOrder order;
    private Tolerance tolerance;
    private boolean strict;
    private PairFields fields;
    private PairFilters filters;
    private ShardLimits limits;

    Draft(LoaderConfig from) {
      partSize = from.partSize;
      shuffle = from.shuffle;
      threads = from.threads;
      prefetch = from.prefetch;
      uniqueCaptions = from.uniqueCaptions;
      cacheBytes = from.cacheBytes;
      keep = from.keep;
      order = from.order;
      tolerance = from.tolerance;
      strict = from.strict;
      fields = from.fields;
      filters = from.filters;
      limits = from.limits;
    }

    LoaderConfig build(LoaderConfig from) {
      return new LoaderConfig(
          from.shards,
          from.batchSize,
          partSize,
          from.seed,
          shuffle,
          threads,
          prefetch,
          uniqueCaptions,
          cacheBytes,
          keep,
          order,
          tolerance,
          strict,
          fields,
          filters,
          limits);
    }
  }
}
