package org.clip4j.examples.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.examples.bench.LoaderBench;
import org.clip4j.examples.bench.LoaderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip4j bench loader}: from shards to batches. */
@Command(
    name = "loader",
    description = {
      "Counts the pairs a second that the loader of clip4j train gives when nobody works on them.",
      "The shards are read over and over; pictures are decoded, cropped and resized as in training"
          + " (open_clip's random resized crop), captions tokenized; nothing is cached."
    },
    footer = {
      "",
      "Example:",
      "  clip4j bench loader --size 224 --threads 2 'shards/pairs-{000..003}.tar'"
    })
final class BenchLoaderCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SHARD",
      arity = "1..*",
      description = "Shards, files or URLs; braces are expanded, as in train-{000..003}.tar.")
  private List<String> shards;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "224",
      description = "Height and width of a prepared picture; ${DEFAULT-VALUE} by default.")
  private int size;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Pairs in a batch; ${DEFAULT-VALUE} by default.")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that decode; by default one a processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long is counted; ${DEFAULT-VALUE} by default.")
  private double seconds;

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "How long is read before, two batches a thread at the least; ${DEFAULT-VALUE} by"
              + " default.")
  private double warmup;

  @Mixin private S3Options s3;

  @Mixin private BenchOutput output;

  @Override
  public Integer call() throws IOException {
    List<String> names = ShardPattern.expandAll(shards);
    LoaderOptions options;
    try {
      options = new LoaderOptions(names, size, batch, threads, warmup, seconds);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    output.print(LoaderBench.run(options, s3.sources()));
    return ExitCode.OK;
  }
}
