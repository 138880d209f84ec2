package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clip4j.examples.emoji.EmojiDataset;
import org.clip4j.examples.emoji.EmojiOptions;
import org.clip4j.examples.emoji.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip4j prepare emoji}: the demo's pairs. */
@Command(
    name = "emoji",
    description = {
      "Draws the emoji of eight icon sets, each with its name as the caption: seven styles to train"
          + " on (some 10,000 pairs) and one that is held out (some 1,600).",
      "The drawings come from one Maven artifact of 88 MB, fetched once. DIR gets shards/ and"
          + " dataset.json, which tells each set's licence and what was left out."
    },
    footer = {"", "Example:", "  clip4j prepare emoji --out data/emoji"})
final class PrepareEmojiCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The data set's folder; what it already holds is not made again.")
  private Path out;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Width and height of the pictures: 16, 32, ... 1024 (64).")
  private Optional<Integer> size = Optional.empty();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The artifact's jar, where it is on this machine already.")
  private Optional<Path> jar = Optional.empty();

  @Override
  public Integer call() throws IOException {
    EmojiOptions options = EmojiOptions.DEFAULT;
    if (size.isPresent()) {
      options = options.withSize(size.get());
    }
    if (jar.isPresent()) {
      options = options.withJar(jar.get());
    }
    EmojiDataset dataset;
    try (CountingStages stages = new CountingStages()) {
      dataset = EmojiDataset.prepare(out, options, stages);
    }
    PrintWriter print = spec.commandLine().getOut();
    for (Split split : Split.values()) {
      print.println(
          dataset.card().pairs().get(split.prefix())
              + " pairs in "
              + out.resolve(dataset.shardPattern(split)));
    }
    print.flush();
    return ExitCode.OK;
  }
}
