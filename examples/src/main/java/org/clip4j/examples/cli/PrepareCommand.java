package org.clip4j.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code clip4j prepare}: data sets that are fetched and packed; one subcommand each. */
@Command(
    name = "prepare",
    description = "Fetches a data set and packs it into shards.",
    synopsisSubcommandLabel = "DATASET",
    subcommands = {PrepareEmojiCommand.class, PrepareIconsCommand.class},
    footer = {
      "",
      "Examples:",
      "  clip4j prepare emoji --out data/emoji",
      "  clip4j prepare icons --limit 40000 --out data/icons"
    })
final class PrepareCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name a data set: " + String.join(", ", spec.subcommands().keySet()));
  }
}
