package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.train.config.RunConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which shards are looked at; the same for all commands that do. */
final class DataShards {

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SHARDS",
      arity = "0..*",
      description =
          "Shards, files or URLs; braces are expanded, as in train-{000..003}.tar. With --config"
              + " and none, those that it trains on.")
  private List<String> shards = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A run's configuration: what is read is looked at as that run would.")
  private Optional<Path> config = Optional.empty();

  /** The configuration, if one is named. */
  Optional<RunConfig> config() throws IOException {
    return config.isPresent()
        ? Optional.of(RunConfig.read(config.get(), List.of()))
        : Optional.empty();
  }

  /** Where pictures and captions are. */
  PairFields fields() throws IOException {
    return config().map(run -> run.data().caption().toFields()).orElse(PairFields.DEFAULT);
  }

  /** The shards' names, expanded. */
  List<String> names() throws IOException {
    if (!shards.isEmpty()) {
      return ShardPattern.expandAll(shards);
    }
    Optional<RunConfig> run = config();
    if (run.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Name shards, or a configuration with --config");
    }
    Path base = config.get().toAbsolutePath().getParent();
    return ShardPattern.expandAll(run.get().data().train()).stream()
        .map(shard -> ShardUrl.resolve(shard, base))
        .toList();
  }
}
