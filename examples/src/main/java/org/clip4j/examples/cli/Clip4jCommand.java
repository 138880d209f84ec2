package org.clip4j.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others: only options that they share. */
@Command(
    name = "clip4j",
    description = "Trains CLIP models and uses them.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    scope = ScopeType.INHERIT,
    optionListHeading = "%n",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      PrepareCommand.class,
      PackCommand.class,
      DataCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      VerifyCommand.class,
      EmbedCommand.class,
      ExportOnnxCommand.class,
      ConvertCommand.class,
      TokenizeCommand.class,
      InfoCommand.class,
      BenchCommand.class,
      PlanCommand.class,
    },
    footer = {"", "clip4j COMMAND --help tells more and gives an example."})
final class Clip4jCommand implements Callable<Integer> {

  /** Shared by every command, so that it may stand before or behind the command's name. */
  static final String DEBUG = "--debug";

  @Spec private CommandSpec spec;

  @Option(
      names = DEBUG,
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean debug;

  boolean debug() {
    return debug;
  }

  @Override
  public Integer call() {
    CommandLine commandLine = spec.commandLine();
    commandLine.usage(commandLine.getErr());
    return ExitCode.USAGE;
  }
}
