package org.clip4j.train;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.train.config.RunConfig;

/**
 * The shards of a run, expanded and counted from the configuration's folder.
 *
 * @param training shards to learn from
 * @param heldOut shards to evaluate on
 */
record ShardPaths(List<Path> training, List<Path> heldOut) {

  /**
   * Expands the patterns.
   *
   * @throws NoSuchFileException naming the shard that is not there and the key that asks for it
   */
  static ShardPaths of(RunConfig config, Path base) throws NoSuchFileException {
    return new ShardPaths(
        expand("data.train", config.data().train(), base),
        expand("eval.data", config.eval().data(), base));
  }

  private static List<Path> expand(String key, List<String> patterns, Path base)
      throws NoSuchFileException {
    List<Path> shards =
        patterns.stream().flatMap(p -> ShardPattern.expand(p).stream()).map(base::resolve).toList();
    for (Path shard : shards) {
      if (!Files.exists(shard)) {
        throw new NoSuchFileException(
            shard.toString(),
            null,
            "no such shard, which "
                + key
                + " names; paths that do not begin at the root count from the configuration's"
                + " folder");
      }
    }
    return shards;
  }

  List<String> trainingNames() {
    return training.stream().map(Path::toString).toList();
  }

  List<String> heldOutNames() {
    return heldOut.stream().map(Path::toString).toList();
  }
}
