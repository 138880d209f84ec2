package org.clip4j.examples.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.clip4j.train.verify.Verification;
import org.clip4j.train.verify.VerificationOptions;
import org.clip4j.train.verify.VerificationReport;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip4j verify}: this library against reference values of open_clip. */
@Command(
    name = "verify",
    description = {
      "Checks this library against reference values that open_clip computed.",
      "DIR is the folder of a model with its reference, or holds such folders, and beside them any"
          + " of losses.safetensors, tokenizer.json and preprocess/: whatever is there is checked,"
          + " and a model's reference has to be whole."
          + " docs/reference/make_reference.py writes such a folder, docs/fidelity.md tells what is"
          + " allowed and why.",
      "Ends with 0 if all checks pass and with 1 if one fails."
    },
    footer = {"", "Examples:", "  clip4j verify reference/", "  clip4j verify ViT-B-32/ --json"})
final class VerifyCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(VerifyCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder with the reference values.")
  private Path folder;

  @Option(
      names = "--json",
      description =
          "Print the checks as one JSON object on one line, each with max_error and allowed in the"
              + " same unit, and nothing else.")
  private boolean json;

  @Option(names = "--all", description = "List every check, not only the worst of each kind.")
  private boolean all;

  @Option(
      names = "--double",
      description = "Compute in double precision, on the plain kernels: slower, needs more memory.")
  private boolean inDouble;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DataType type = inDouble ? DataType.DOUBLE : DataType.FLOAT;
    VerificationReport report;
    try {
      if (!Files.isDirectory(folder)) {
        throw new ParameterException(spec.commandLine(), "DIR: " + folder + " is no folder");
      }
      report = Verification.run(folder, new VerificationOptions(type, log::info));
    } catch (IOException | RuntimeException | LinkageError e) {
      if (json) {
        out.println(failure(e));
        out.flush();
      }
      throw e;
    }
    if (json) {
      out.println(report.toJson());
    } else {
      new VerifyTable(out, all).print(report);
    }
    out.flush();
    return report.pass() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** A reader of the last line gets an object there too when nothing could be checked. */
  private static String failure(Throwable e) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("pass", false);
    node.putArray("checks");
    node.put("error", e instanceof ParameterException ? e.getMessage() : Failures.describe(e));
    return node.toString();
  }
}
