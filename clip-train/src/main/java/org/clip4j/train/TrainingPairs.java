package org.clip4j.train;

import java.io.IOException;
import java.util.List;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.image.TrainTransform;
import org.clip4j.data.loader.CaptionAugment;
import org.clip4j.data.loader.LoaderConfig;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.PairTransform;
import org.clip4j.data.loader.Position;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.train.config.DataConfig;

/**
 * The batches of a run, from shards that are files: read, varied and tokenized as its configuration
 * says.
 *
 * @param data how pairs are read; its patterns are not looked at
 * @param preprocess size, mean and deviation of the pictures
 * @param contextLength most tokens of a caption
 * @param batch pairs in a batch
 * @param seed names the run: order and augmentation follow from it
 */
public record TrainingPairs(
    DataConfig data, PreprocessConfig preprocess, int contextLength, int batch, long seed) {

  /**
   * Begins to read.
   *
   * @param shards the shards' paths, expanded
   * @param start where to begin
   * @throws IOException if a shard is not there
   */
  public PairLoader open(List<String> shards, Position start) throws IOException {
    LoaderConfig loading =
        LoaderConfig.of(shards, batch, seed)
            .withShuffle(data.shuffleBuffer())
            .withThreads(data.threads(), 2 * batch)
            .withUniqueCaptions(data.uniqueCaptions())
            .withCacheBytes((long) data.cacheMib() << 20);
    ClipTokenizer tokenizer = ClipTokenizer.openAi();
    PairTransform transform =
        new PairTransform(
            new TrainTransform(preprocess, data.augment()),
            CaptionAugment.templates(data.templates()),
            caption -> tokenizer.tokenize(caption, contextLength));
    return new PairLoader(loading, ShardSource.local(), transform, start);
  }
}
