package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.clip4j.examples.iconify.ArchiveSource;
import org.clip4j.examples.iconify.Artifact;
import org.clip4j.examples.icons.IconCard;
import org.clip4j.examples.icons.IconMaker;
import org.clip4j.examples.icons.IconOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j prepare icons}: pairs enough for a large batch. */
@Command(
    name = "icons",
    description = {
      "Draws the icons of all sets under free licences that Iconify collects, some 290,000, each"
          + " with a caption from its name and its set's.",
      "The drawings come from one Maven artifact of 88 MB, fetched once; prepare emoji takes the"
          + " same. DIR gets shards/ and dataset.json, which tells each set's licence, how many"
          + " pairs it gave and what was left out. The order mixes all sets, and N pairs are the"
          + " first N of all. Ctrl-C leaves nothing."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j prepare icons --limit 40000 --out data/icons",
      "  clip4j prepare icons --out data/all-icons"
    })
final class PrepareIconsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The data set's folder (${DEFAULT-VALUE}); there may be nothing yet, or an empty folder.")
  private Path out = Path.of("data", "icons");

  @Option(names = "--limit", paramLabel = "N", description = "The most pairs; else all.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Width and height of the pictures: 16 to 1024 (64).")
  private Optional<Integer> size = Optional.empty();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The artifact's jar, where it is on this machine already.")
  private Optional<Path> jar = Optional.empty();

  @Override
  public Integer call() throws IOException {
    IconOptions options = options();
    NewFolder folder = new NewFolder(out);
    ArchiveSource source = new ArchiveSource(jar);
    Artifact artifact = source.artifact();
    Path archive = source.jar();
    AtomicBoolean stop = new AtomicBoolean();
    IconCard[] card = new IconCard[1];
    try (CountingStages stages = new CountingStages();
        StopSignals signals = new StopSignals()) {
      signals.listen(() -> stop.set(true), "Stopping and removing what was made so far");
      IconMaker maker = new IconMaker(options, stages, stop::get);
      try {
        folder.write(aside -> card[0] = maker.make(archive, artifact, aside));
      } catch (InterruptedIOException e) {
        if (stop.get()) {
          return signals.exitCode(false);
        }
        throw e;
      }
    }
    report(card[0], options);
    return ExitCode.OK;
  }

  private IconOptions options() {
    try {
      IconOptions options = IconOptions.DEFAULT;
      if (limit.isPresent()) {
        options = options.withLimit(limit.get());
      }
      return size.isPresent() ? options.withSize(size.get()) : options;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void report(IconCard card, IconOptions options) {
    PrintWriter print = spec.commandLine().getOut();
    print.println(
        Counted.of(card.pairs(), "pairs")
            + " in "
            + out.resolve(IconMaker.shardPattern(card.shards().size()))
            + ", "
            + Counted.of(card.captions(), "captions"));
    print.println("Left out: " + card.leftOut());
    if (options.limit().isPresent() && card.pairs() < options.limit().get()) {
      print.println("There are no more: " + options.limit().get() + " were asked for.");
    }
    print.flush();
  }
}
