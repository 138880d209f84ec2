package org.clip4j.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a benchmark's result is printed; the same for all of them. */
final class BenchOutput {

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print the figures as one JSON object on one line.")
  private boolean json;

  void print(ObjectNode figures) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(figures);
    } else {
      new BenchTable(out).print(figures);
    }
    // A full disk or a reader that went away: the figures are lost.
    if (out.checkError()) {
      throw new IOException("the figures could not be written to standard output");
    }
  }
}
