package org.clip4j.examples.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.data.image.DecodedImage;
import org.clip4j.data.image.EvalTransform;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.loader.Batch;
import org.clip4j.data.loader.EvalLoader;
import org.clip4j.data.loader.LoaderConfig;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.loader.PairTransform;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.data.webdataset.ShardLimits;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.Embedder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Embeds what the user names, a batch at a time. Closing it leaves the model open. */
public final class FeatureExtractor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FeatureExtractor.class);
  private static final int BATCH = 64;

  private final ClipModel model;
  private final Embedder embedder;
  private final LongConsumer progress;

  /**
   * @param progress is told how many rows are done
   */
  public FeatureExtractor(ClipModel model, Kernels kernels, LongConsumer progress) {
    this.model = model;
    this.embedder = new Embedder(model, kernels);
    this.progress = progress;
  }

  /** Embeds files of pictures; their keys are their paths. Unreadable ones are logged. */
  public void pictures(List<Path> files, FeatureTable into) {
    EvalTransform transform = new EvalTransform(model.spec().requirePreprocess());
    int values = 3 * transform.size() * transform.size();
    for (int from = 0; from < files.size(); from += BATCH) {
      List<Path> some = files.subList(from, Math.min(files.size(), from + BATCH));
      List<Optional<float[]>> read =
          IntStream.range(0, some.size())
              .parallel()
              .mapToObj(i -> pixels(some.get(i), transform, values))
              .toList();
      List<String> keys = new ArrayList<>();
      float[] batch = new float[Math.multiplyExact(values, some.size())];
      for (int i = 0; i < some.size(); i++) {
        if (read.get(i).isPresent()) {
          System.arraycopy(read.get(i).get(), 0, batch, keys.size() * values, values);
          keys.add(some.get(i).toString());
        }
      }
      if (!keys.isEmpty()) {
        float[] whole = java.util.Arrays.copyOf(batch, keys.size() * values);
        into.add(keys, Map.of(FeatureTable.IMAGES, embedder.embedPixels(whole, keys.size())));
      }
      progress.accept(from + some.size());
    }
  }

  private static Optional<float[]> pixels(Path file, EvalTransform transform, int values) {
    try {
      if (Files.size(file) > ShardLimits.DEFAULT.maxMemberBytes()) {
        log.warn("left out: {}: more than {} bytes", file, ShardLimits.DEFAULT.maxMemberBytes());
        return Optional.empty();
      }
      DecodedImage image =
          ImageDecoder.decodeKeepingMode(
              Files.readAllBytes(file), file.toString(), ImageDecoder.DEFAULT_MAX_PIXELS);
      float[] pixels = new float[values];
      transform.apply(image, pixels, 0);
      return Optional.of(pixels);
    } catch (ImageFormatException e) {
      log.warn("left out: {}", e.getMessage());
      return Optional.empty();
    } catch (NoSuchFileException e) {
      log.warn("left out: {}: no such file", file);
      return Optional.empty();
    } catch (IOException e) {
      log.warn("left out: {}: cannot be read ({})", file, e.toString());
      return Optional.empty();
    }
  }

  /** Embeds texts; their keys are the texts themselves. */
  public void texts(List<String> texts, FeatureTable into) {
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + BATCH));
      into.add(some, Map.of(FeatureTable.TEXTS, embedder.embedTexts(some)));
      progress.accept(from + some.size());
    }
  }

  /**
   * Embeds the pictures and the captions of shards; their keys are the samples' own.
   *
   * @param source opens the shards
   * @param fields which parts are picture and caption; of several captions the first counts
   * @throws IOException if a shard is not there
   */
  public void pairs(List<String> shards, ShardSource source, PairFields fields, FeatureTable into)
      throws IOException {
    ClipTokenizer tokenizer = model.spec().requireTokenizer();
    int context = model.config().textCfg().contextLength();
    PairTransform transform =
        new PairTransform(
            new EvalTransform(model.spec().requirePreprocess()),
            caption -> tokenizer.tokenize(caption, context));
    try (EvalLoader pairs =
        new EvalLoader(LoaderConfig.of(shards, BATCH, 0).withFields(fields), source, transform)) {
      while (pairs.hasNext()) {
        Batch batch = pairs.next();
        into.add(
            batch.keys(),
            Map.of(
                FeatureTable.IMAGES, embedder.embedPixels(batch.pixels(), batch.size()),
                FeatureTable.TEXTS, embedder.embedTokens(batch.tokens())));
        progress.accept(into.rows());
      }
    }
  }

  @Override
  public void close() {
    embedder.close();
  }
}
