package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.clip4j.data.check.SampleSheet;
import org.clip4j.data.check.SheetOptions;
import org.clip4j.data.check.SheetSample;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.ShardLimits;
import org.clip4j.train.report.ContactSheet;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j data show}: some samples as a page of pictures and captions. */
@Command(
    name = "show",
    description = {
      "Writes samples of shards as one HTML page: small pictures with caption, key and sizes. It"
          + " holds everything it shows and loads nothing.",
      "Samples are drawn at random, as many of each shard; where there are more shards than"
          + " samples are wanted, from shards at even distances. Shards are gone over twice, so"
          + " that standard input cannot be shown."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j data show 'shards/pairs-{000000..000009}.tar' --out pairs.html",
      "  clip4j data show shards/pairs-000003.tar --bad --limit 50"
    })
final class DataShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private DataShards shards;

  @Mixin private S3Options s3;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "samples.html",
      description = "The page to write; ${DEFAULT-VALUE} by default.")
  private Path out;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "The most samples; ${DEFAULT-VALUE} by default, " + SheetOptions.MOST + " at most.")
  private int limit;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Another one draws other samples; ${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = "--bad",
      description =
          "Show bad samples instead, each with its reason: the first ones, in the order of the"
              + " shards. Every sample up to there is read and decoded.")
  private boolean bad;

  @Override
  public Integer call() throws IOException {
    List<String> names = shards.names();
    SheetOptions options;
    try {
      options = new SheetOptions(names, limit, seed, shards.fields(), ShardLimits.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    // Sooner than the shards are read, which may take long.
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          folder.toString(), null, "no such folder for --out; make it, or name another file");
    }
    ShardSources source = s3.sources(shards.config().map(run -> run.data().s3()));
    source.checkAll(options.shards());
    List<SheetSample> samples;
    try (CountingBar bar = new CountingBar("show", "samples", 0, -1)) {
      SampleSheet sheet = new SampleSheet(options, source, bar);
      samples = bad ? sheet.bad() : sheet.drawn();
    }
    String what = Counted.of(samples.size(), bad ? "bad samples" : "samples");
    String of = Counted.of(options.shards().size(), "shards");
    String how = bad ? "the first ones" : "drawn at random with seed " + seed;
    ContactSheet.write("Samples of " + of, what + ", " + how + ".", samples, out);
    PrintWriter print = spec.commandLine().getOut();
    print.println(what + " of " + of + " in " + out);
    print.flush();
    return ExitCode.OK;
  }
}
