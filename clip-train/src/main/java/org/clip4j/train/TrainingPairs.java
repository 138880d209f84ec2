package org.clip4j.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.image.TrainTransform;
import org.clip4j.data.loader.CaptionAugment;
import org.clip4j.data.loader.Keep;
import org.clip4j.data.loader.LoaderConfig;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.data.loader.PairCount;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.PairTransform;
import org.clip4j.data.loader.Position;
import org.clip4j.data.loader.ShardOrder;
import org.clip4j.data.loader.ShardSize;
import org.clip4j.data.loader.Tolerance;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.train.config.DataConfig;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.config.TrainConfig;

/**
 * The batches of a run, from its shards: read, varied and tokenized as its configuration says.
 *
 * @param data how pairs are read; of its patterns only the numbers of shards are looked at, where
 *     they have weights
 * @param preprocess size, mean and deviation of the pictures
 * @param contextLength most tokens of a caption
 * @param batch pairs in a batch
 * @param microBatch pairs in each of the parts in which a batch is given
 * @param keep what stays of the pictures for a second pass over the parts
 * @param seed names the run: order and augmentation follow from it
 * @param sizes of the shards, where several workers share them and they are known
 */
public record TrainingPairs(
    DataConfig data,
    PreprocessConfig preprocess,
    int contextLength,
    int batch,
    int microBatch,
    Keep keep,
    long seed,
    List<ShardSize> sizes) {

  /** Batches in one piece, for one pass. */
  public TrainingPairs(
      DataConfig data, PreprocessConfig preprocess, int contextLength, int batch, long seed) {
    this(data, preprocess, contextLength, batch, batch, Keep.NOTHING, seed, List.of());
  }

  /** The batches that a configuration asks for. */
  static TrainingPairs of(RunConfig config) {
    TrainConfig train = config.train();
    boolean twice = train.microBatch() < train.batch();
    return new TrainingPairs(
        config.data(),
        config.preprocess(),
        config.modelCfg().textCfg().contextLength(),
        train.batch(),
        train.microBatch(),
        twice ? train.keep().forLoader() : Keep.NOTHING,
        train.seed(),
        List.of());
  }

  /**
   * Checks, before any work, what would fail or go wrong later.
   *
   * @param shards the shards' names, expanded
   * @param source opens them
   * @return the same, with the shards' sizes where several workers share them
   * @throws ConfigException if the pictures cannot be kept so
   * @throws LoaderException if the data has fewer pairs than a batch for each worker
   * @throws IOException if a shard is not there
   */
  TrainingPairs requirePossible(List<String> shards, ShardSource source) throws IOException {
    try {
      keep.check(pictures());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("train.keep: " + e.getMessage(), e);
    }
    if (data.workers() == 1 && ShardPaths.hasStandardInput(shards)) {
      return this;
    }
    LoaderConfig known = PairCount.requireBatch(loading(shards), source);
    return new TrainingPairs(
        data, preprocess, contextLength, batch, microBatch, keep, seed, known.order().sizes());
  }

  /**
   * Begins to read.
   *
   * @param shards the shards' names, expanded
   * @param source opens them
   * @param start where to begin
   * @throws IOException if a shard is not there
   */
  public PairLoader open(List<String> shards, ShardSource source, Position start)
      throws IOException {
    return open(shards, source, start, new BadSamples());
  }

  /**
   * The same, with what is skipped counted elsewhere.
   *
   * @see #open(List, ShardSource, Position)
   */
  PairLoader open(List<String> shards, ShardSource source, Position start, BadSamples bad)
      throws IOException {
    ClipTokenizer tokenizer = ClipTokenizer.openAi();
    PairTransform transform =
        new PairTransform(
            pictures(),
            CaptionAugment.templates(data.templates()),
            caption -> tokenizer.tokenize(caption, contextLength));
    return new PairLoader(loading(shards), source, transform, start, bad);
  }

  private ShardOrder order(int shards) {
    return new ShardOrder(weights(shards), data.workerRank(), data.workers(), sizes);
  }

  /** A pattern's weight is shared by its shards. */
  private List<Double> weights(int shards) {
    if (!data.resample()) {
      return List.of();
    }
    if (data.weights().isEmpty()) {
      return Collections.nCopies(shards, 1.0);
    }
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < data.train().size(); i++) {
      int ofPattern = ShardPattern.expand(data.train().get(i)).size();
      weights.addAll(Collections.nCopies(ofPattern, data.weights().get(i) / ofPattern));
    }
    return weights;
  }

  private TrainTransform pictures() {
    return new TrainTransform(preprocess, data.augment());
  }

  private LoaderConfig loading(List<String> shards) {
    return LoaderConfig.of(shards, batch, seed)
        .withShuffle(data.shuffleBuffer())
        .withThreads(data.threads(), 2 * microBatch)
        .withPartSize(microBatch)
        .withKeep(keep)
        .withUniqueCaptions(data.uniqueCaptions())
        .withFields(data.caption().toFields())
        .withFilters(data.toFilters())
        .withOrder(order(shards.size()))
        .withTolerance(new Tolerance(data.maxBadRate(), data.stallSeconds()))
        .withCacheBytes((long) data.cacheMib() << 20);
  }
}
