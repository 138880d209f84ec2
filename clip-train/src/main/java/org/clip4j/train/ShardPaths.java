package org.clip4j.train;

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

  static ShardPaths of(RunConfig config, Path base) {
    return new ShardPaths(expand(config.data().train(), base), expand(config.eval().data(), base));
  }

  private static List<Path> expand(List<String> patterns, Path base) {
    return patterns.stream()
        .flatMap(p -> ShardPattern.expand(p).stream())
        .map(base::resolve)
        .toList();
  }

  List<String> trainingNames() {
    return training.stream().map(Path::toString).toList();
  }

  List<String> heldOutNames() {
    return heldOut.stream().map(Path::toString).toList();
  }
}
