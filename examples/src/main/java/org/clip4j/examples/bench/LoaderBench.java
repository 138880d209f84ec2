package org.clip4j.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.loader.Batch;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.Position;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.train.TrainingPairs;
import org.clip4j.train.config.DataConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the pairs that the loader of a training run gives when nobody works on them: shards read,
 * pictures decoded, cropped, resized and normalised, captions tokenized.
 */
public final class LoaderBench {

  private static final Logger log = LoggerFactory.getLogger(LoaderBench.class);
  private static final int CLIP_CONTEXT = 77;
  private static final long SEED = 0;
  private static final int WARM_UP_BATCHES_PER_THREAD = 2;

  private LoaderBench() {}

  /**
   * Reads the shards over and over, with open_clip's training transform and without a cache.
   *
   * @param source opens the shards
   * @return {@code workers} (the threads), {@code samples_per_s}, {@code peak_rss_mib} (the
   *     process's most resident memory; null where the system does not say), {@code
   *     skipped_samples}
   * @throws IOException if a shard is not there
   */
  public static ObjectNode run(LoaderOptions options, ShardSource source) throws IOException {
    DataConfig data = DataConfig.ofShards(options.shards(), options.threads());
    TrainingPairs pairs =
        new TrainingPairs(
            data, PreprocessConfig.clip(options.size()), CLIP_CONTEXT, options.batch(), SEED);
    ObjectNode result =
        Figures.of("loader, java " + Runtime.version().feature())
            .put("threads", options.threads())
            // The same number, as Python's loaders, whose processes decode, call it.
            .put("workers", options.threads())
            .put("size", options.size())
            .put("batch", options.batch());
    try (PairLoader loader = pairs.open(options.shards(), source, Position.START)) {
      int batches = Math.multiplyExact(WARM_UP_BATCHES_PER_THREAD, options.threads());
      new WarmUp(batches, options.warmUpSeconds()).run(() -> take(loader));
      log.info("Counting for {} s", options.seconds());
      result.put("samples_per_s", rate(loader, options.seconds()));
      result.put("skipped_samples", loader.badSamples().samples());
    }
    Figures.putPeakMemory(result);
    return result;
  }

  /** As a training step does, which gives the pixels back when it has read them. */
  private static int take(PairLoader loader) {
    Batch batch = loader.next();
    loader.giveBack(batch);
    return batch.size();
  }

  private static double rate(PairLoader loader, double seconds) {
    long begun = System.nanoTime();
    long samples = 0;
    double passed = 0;
    while (passed < seconds) {
      samples += take(loader);
      passed = (System.nanoTime() - begun) * 1e-9;
    }
    return samples / passed;
  }
}
