package org.clip4j.examples.cli;

import picocli.CommandLine;

/** Where the command line begins; the launcher script {@code clip4j} starts it. */
public final class Clip4j {

  private Clip4j() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    Terminal.prepareLogging();
    System.exit(commandLine().execute(args));
  }

  /** The whole tree of commands, with what happens on errors. */
  static CommandLine commandLine() {
    return new CommandLine(new Clip4jCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionStrategy(Failures::run)
        .setExecutionExceptionHandler(new Failures());
  }
}
