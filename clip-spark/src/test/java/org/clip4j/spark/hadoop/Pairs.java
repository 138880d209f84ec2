package org.clip4j.spark.hadoop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.clip4j.data.image.ImageEncoder;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.image.TrainTransform;
import org.clip4j.data.loader.Batch;
import org.clip4j.data.loader.LoaderConfig;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.PairTransform;
import org.clip4j.data.loader.Position;
import org.clip4j.data.source.Patience;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardWriter;

/** Shards of pairs, and the batches that a loader makes of them. */
final class Pairs {

  /** For what fails and is soon there again. */
  static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          12,
          Duration.ofMillis(5),
          Duration.ofMillis(50));

  private static final int SAMPLES = 60;
  private static final int IN_SHARD = 13;
  private static final int SIDE = 9;

  private Pairs() {}

  /** Writes shards of noise. */
  static List<Path> write(Path folder) throws IOException {
    Random random = new Random(3);
    try (ShardWriter writer = new ShardWriter(folder, "pairs", IN_SHARD, 1 << 26)) {
      for (int i = 0; i < SAMPLES; i++) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        random.nextBytes(rgb);
        writer.write(
            new Sample(
                "k" + i,
                Map.of(
                    "png",
                    ImageEncoder.png(new RgbImage(SIDE, SIDE, rgb)),
                    "txt",
                    ("caption " + i).getBytes(StandardCharsets.UTF_8))));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".tar")).sorted().toList();
    }
  }

  /**
   * All that the first batches say, over several epochs.
   *
   * @param stop after so many batches the loader is left, and another goes on there
   */
  static List<String> batches(List<String> shards, ShardSource source, int stop)
      throws IOException {
    List<String> batches = new ArrayList<>();
    Position next = read(shards, source, Position.START, stop, batches);
    read(shards, source, next, 30 - stop, batches);
    return batches;
  }

  private static Position read(
      List<String> shards, ShardSource source, Position from, int count, List<String> into)
      throws IOException {
    LoaderConfig config = LoaderConfig.of(shards, 7, 3).withShuffle(20).withThreads(2, 8);
    PairTransform transform =
        new PairTransform(
            new TrainTransform(PreprocessConfig.clip(8)), caption -> caption.chars().toArray());
    Position next = from;
    try (PairLoader loader = new PairLoader(config, source, transform, from)) {
      for (int i = 0; i < count; i++) {
        Batch batch = loader.next();
        next = batch.next();
        into.add(
            batch.keys()
                + Arrays.deepToString(batch.tokens())
                + Arrays.hashCode(batch.pixels())
                + next);
      }
    }
    return next;
  }

  static byte[] bytes(long seed) {
    byte[] bytes = new byte[3_000_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] read(ShardSource source, String shard) throws IOException {
    try (InputStream in = source.open(shard)) {
      return in.readAllBytes();
    }
  }
}
