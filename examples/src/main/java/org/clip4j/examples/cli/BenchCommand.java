package org.clip4j.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code clip4j bench}: how fast this machine is; one subcommand for each thing that is timed. */
@Command(
    name = "bench",
    description = "Times clip4j on this machine.",
    synopsisSubcommandLabel = "WHAT",
    subcommands = {
      BenchStepCommand.class,
      BenchLoaderCommand.class,
      BenchLossCommand.class,
      BenchOpsCommand.class
    },
    footer = {
      "",
      "Machines are noisy: compare figures that were taken in turn, by their ratio.",
      "",
      "Example:",
      "  clip4j bench step --model ViT-B-32 --batch 16"
    })
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name what to time: " + String.join(", ", spec.subcommands().keySet()));
  }
}
