package org.clip4j.train.config;

import java.io.IOException;
import java.util.List;
import org.clip4j.data.filter.FilterConfig;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.image.AugmentConfig;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.ShardPattern;

/**
 * {@code data}: the training pairs and how they are read.
 *
 * @param train shard patterns with brace expansion: URLs, or paths that count from the
 *     configuration's own folder; those that {@code ::} joins are taken apart
 * @param resample whether an epoch's shards are drawn with replacement instead of each once; no by
 *     default
 * @param weights with {@code resample}, how much of what is drawn comes from each pattern of {@code
 *     train}; by default each shard is as likely as any other
 * @param workers among how many processes an epoch's pairs are shared; 1 by default
 * @param workerRank which of them this is, from 0; 0 by default
 * @param shuffleBuffer samples that wait, undecoded, to be drawn from; 2000 by default
 * @param shardCache folder for copies of remote shards, counted from the configuration's own
 *     folder; none by default
 * @param shardCacheGib the most GiB that these may take; 50 by default
 * @param s3 which server shards of {@code s3:} come from; as the process says by default
 * @param threads that decode and augment, 2 by default; any number gives the same batches
 * @param uniqueCaptions whether a pair whose caption already stands in the batch waits for the next
 *     one; no by default
 * @param cacheMib decoded pictures are kept in memory up to so many MiB; 0, the default, for none
 * @param templates prompts with {@code {}} in the caption's place, drawn anew each time; {@code {}}
 *     alone by default
 * @param maxBadRate the largest share of bad samples among those read, 0.1 by default, looked at
 *     once 1,000 have been read; 1 for any
 * @param stallSeconds how long is waited for a usable pair, 300 by default
 * @param filter which pairs are learned from; by default all
 * @param caption where captions are; by default in {@code txt}, else in JSON under {@code caption}
 * @param augment how pictures are varied; by default open_clip's slight random resized crop
 */
public record DataConfig(
    List<String> train,
    String shardCache,
    Integer shardCacheGib,
    S3Config s3,
    Boolean resample,
    List<Double> weights,
    Integer workers,
    Integer workerRank,
    Integer shuffleBuffer,
    Integer threads,
    Boolean uniqueCaptions,
    Integer cacheMib,
    List<String> templates,
    Double maxBadRate,
    Integer stallSeconds,
    FilterConfig filter,
    CaptionConfig caption,
    AugmentConfig augment) {

  /** Where shards lie, and where copies of them do; neither changes a batch. */
  static final List<String> PLACES = List.of("train", "shard_cache", "shard_cache_gib", "s3");

  /** Fills in the defaults and checks the values. */
  public DataConfig {
    train =
        Required.present("data.train", train).stream()
            .flatMap(joined -> ShardPattern.split(joined).stream())
            .toList();
    if (train.isEmpty()) {
      throw new IllegalArgumentException("data.train names no shards");
    }
    shardCacheGib = Required.or(shardCacheGib, 50);
    resample = Required.or(resample, false);
    weights = List.copyOf(Required.or(weights, List.of()));
    requireWeights(train, resample, weights);
    workers = Required.or(workers, 1);
    workerRank = Required.or(workerRank, 0);
    requireWorker(workerRank, workers);
    shuffleBuffer = Required.or(shuffleBuffer, 2000);
    threads = Required.or(threads, 2);
    uniqueCaptions = Required.or(uniqueCaptions, false);
    cacheMib = Required.or(cacheMib, 0);
    templates = List.copyOf(Required.or(templates, List.of("{}")));
    maxBadRate = Required.or(maxBadRate, 0.1);
    stallSeconds = Required.or(stallSeconds, 300);
    caption = Required.or(caption, CaptionConfig.defaults());
    augment = Required.or(augment, AugmentConfig.none());
    if (shardCache != null && shardCache.isBlank()) {
      throw new IllegalArgumentException(
          "data.shard_cache is empty; name a folder or leave it out");
    }
    Required.atLeast("data.shard_cache_gib", 1, shardCacheGib);
    Required.atLeast("data.shuffle_buffer", 0, shuffleBuffer);
    Required.atLeast("data.threads", 1, threads);
    Required.atLeast("data.cache_mib", 0, cacheMib);
    Required.atLeast("data.max_bad_rate", 0, maxBadRate);
    if (maxBadRate > 1) {
      throw new IllegalArgumentException(
          "data.max_bad_rate is a share, from 0 to 1, not " + maxBadRate);
    }
    Required.atLeast("data.stall_seconds", 1, stallSeconds);
  }

  private static void requireWorker(int rank, int workers) {
    Required.atLeast("data.workers", 1, workers);
    Required.atLeast("data.worker_rank", 0, rank);
    if (rank >= workers) {
      throw new IllegalArgumentException(
          "data.worker_rank is "
              + rank
              + ", but the "
              + workers
              + " of data.workers are counted from 0");
    }
  }

  private static void requireWeights(List<String> train, boolean resample, List<Double> weights) {
    if (!weights.isEmpty() && !resample) {
      throw new IllegalArgumentException("data.weights are for data.resample: true");
    }
    if (!weights.isEmpty() && weights.size() != train.size()) {
      throw new IllegalArgumentException(
          "data.weights has "
              + weights.size()
              + " weights for the "
              + train.size()
              + " patterns of data.train: give one each");
    }
    for (double weight : weights) {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("data.weights must be positive, not " + weight);
      }
    }
  }

  /** Pairs of these shards, read as where a configuration says nothing else. */
  public static DataConfig ofShards(List<String> train, int threads) {
    return new DataConfig(
        train, null, null, null, null, null, null, null, null, threads, null, null, null, null,
        null, null, null, null);
  }

  /** Which pairs are learned from. */
  public PairFilters toFilters() {
    return filter == null ? PairFilters.NONE : filter.toFilters();
  }

  /**
   * What opens the shards, but for copies of them.
   *
   * @throws IOException if nothing on the class path reads {@code s3:}, though it has settings
   */
  public ShardSources toSources() throws IOException {
    return s3 == null ? ShardSources.standard() : s3.applyTo(ShardSources.standard());
  }

  DataConfig withPaths(List<String> patterns, String cache) {
    return new DataConfig(
        patterns,
        cache,
        shardCacheGib,
        s3,
        resample,
        weights,
        workers,
        workerRank,
        shuffleBuffer,
        threads,
        uniqueCaptions,
        cacheMib,
        templates,
        maxBadRate,
        stallSeconds,
        filter,
        caption,
        augment);
  }
}
