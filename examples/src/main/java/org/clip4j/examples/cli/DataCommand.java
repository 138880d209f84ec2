package org.clip4j.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code clip4j data}: what is in shards; one subcommand for each way to look. */
@Command(
    name = "data",
    description = "Looks at shards before anything is trained on them.",
    synopsisSubcommandLabel = "HOW",
    subcommands = {DataCheckCommand.class, DataShowCommand.class},
    footer = {"", "Example:", "  clip4j data check 'shards/pairs-{000000..000009}.tar'"})
final class DataCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name how to look: " + String.join(", ", spec.subcommands().keySet()));
  }
}
