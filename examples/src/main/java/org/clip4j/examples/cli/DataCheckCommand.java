package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.check.CheckOptions;
import org.clip4j.data.check.CheckReport;
import org.clip4j.data.check.DataCheck;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.ShardLimits;
import org.clip4j.train.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j data check}: everything in the shards, tried as training would. */
@Command(
    name = "check",
    description = {
      "Reads whole shards and tries every sample as training would: pictures are decoded, captions"
          + " tokenized.",
      "Tells how many pairs are good, what is bad and why, the sizes of pictures and captions, and"
          + " what comes again. With --config also how many pairs pass its data.filter. A shard"
          + " that is not there, damaged, or not what the manifest.json beside it says, counts as"
          + " bad; the others are read all the same.",
      "Ends with 0 if everything is good and with 1 if something is bad."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j data check 'shards/pairs-{000000..000009}.tar'",
      "  clip4j data check --config train.yaml --quarantine bad.jsonl --json"
    })
final class DataCheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DataShards shards;

  @Mixin private S3Options s3;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many shards are read at a time; by default one a processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--quarantine",
      paramLabel = "FILE",
      description =
          "Writes every bad sample to this file, a JSON object a line, as a run's"
              + " quarantine.jsonl has them.")
  private Optional<Path> quarantine = Optional.empty();

  @Option(
      names = "--json",
      description = "Print what was found as one JSON object on one line, and nothing else.")
  private boolean json;

  @Option(names = "--all", description = "List every shard, not only those with something bad.")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    CheckOptions options = options();
    ShardSources source = s3.sources(shards.config().map(run -> run.data().s3()));
    ShardBytes sizes = new ShardBytes(options.shards(), source);
    long total = sizes.sum();
    CheckReport report;
    try (BadSampleFile bad = BadSampleFile.open(quarantine);
        CountingBar bar = new CountingBar("check", "KiB", 0, total < 0 ? -1 : total >> 10)) {
      report =
          new DataCheck(options, source, sizes::of)
              .run(
                  bad,
                  (bytes, samples, wrong) -> {
                    bar.accept(bytes >> 10);
                    bar.say(Counted.of(samples, "samples") + ", " + wrong + " bad");
                  });
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(StrictReader.write(report));
    } else {
      new CheckTable(out, all).print(report);
    }
    out.flush();
    return report.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private CheckOptions options() throws IOException {
    List<String> names = shards.names();
    Optional<RunConfig> config = shards.config();
    int context =
        config
            .map(run -> run.modelCfg().textCfg().contextLength())
            .orElse(CheckOptions.DEFAULT_CONTEXT);
    PairFilters filters = config.map(run -> run.data().toFilters()).orElse(PairFilters.NONE);
    try {
      return new CheckOptions(
          names, threads, shards.fields(), filters, ShardLimits.DEFAULT, context);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
