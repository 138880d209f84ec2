package org.clip4j.train;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.train.config.DataConfig;
import org.clip4j.train.config.RunConfig;

/**
 * The shards of a run, expanded. Paths are counted from the configuration's folder, URLs stay.
 *
 * @param training shards to learn from
 * @param heldOut shards to evaluate on
 * @param source opens them
 */
record ShardPaths(List<String> training, List<String> heldOut, ShardSources source) {

  /**
   * Expands the patterns and looks whether all shards are there.
   *
   * @throws ConfigException if held-out shards cannot be read at every evaluation
   * @throws IOException naming the shard that is not there and the key that asks for it
   */
  static ShardPaths of(RunConfig config, Path base) throws IOException {
    if (hasStandardInput(ShardPattern.expandAll(config.eval().data()))) {
      throw new ConfigException(
          "eval.data names standard input (-), which can be read only once: write it to a file");
    }
    ShardSources source = source(config.data(), base);
    return new ShardPaths(
        expand("data.train", config.data().train(), base, source),
        expand("eval.data", config.eval().data(), base, source),
        source);
  }

  private static ShardSources source(DataConfig data, Path base) throws IOException {
    ShardSources source = data.toSources();
    return data.shardCache() == null
        ? source
        : source.cachedIn(base.resolve(data.shardCache()), (long) data.shardCacheGib() << 30);
  }

  private static List<String> expand(
      String key, List<String> patterns, Path base, ShardSources source) throws IOException {
    List<String> shards =
        ShardPattern.expandAll(patterns).stream()
            .map(shard -> ShardUrl.resolve(shard, base))
            .toList();
    try {
      source.checkAll(shards);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(
          e.getFile(),
          null,
          "no such shard, which "
              + key
              + " names; paths that do not begin at the root count from the configuration's"
              + " folder");
    } catch (IOException e) {
      throw new IOException(key + ": " + e.getMessage(), e);
    }
    return shards;
  }

  /**
   * Checks that the training shards can be read a second time.
   *
   * @throws ConfigException if one is standard input
   */
  static void requireReadAgain(RunConfig config) {
    if (hasStandardInput(ShardPattern.expandAll(config.data().train()))) {
      throw new ConfigException(
          "data.train names standard input (-), which cannot be read again from where a run"
              + " stopped: write it to a file, or train without --resume");
    }
  }

  static boolean hasStandardInput(List<String> shards) {
    return shards.contains(ShardUrl.STANDARD_INPUT);
  }
}
