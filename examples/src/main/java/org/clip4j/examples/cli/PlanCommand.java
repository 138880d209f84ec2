package org.clip4j.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.clip4j.examples.plan.Plan;
import org.clip4j.examples.plan.PlanOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j plan}: what a run will cost, before it begins. */
@Command(
    name = "plan",
    description = {
      "Tells the resident memory that a run will take, by part, and the time of its steps.",
      "The parts of a step are timed here for ten seconds or so with the real kernels, so that the"
          + " machine is best left alone meanwhile. Reading and decoding pictures is not in the"
          + " times: see clip4j bench loader."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j plan --model ViT-B-32 --batch 1024 --micro-batch 16",
      "  clip4j plan --model ViT-Mini-8-64 --batch 4096 --micro-batch 64 \\",
      "      --pairs 280000 --epochs 30",
      "  clip4j plan --run pets.yaml --set train.batch=512"
    })
final class PlanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private PlanChoice choice;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "" + Plan.SECONDS,
      description =
          "How long the encoders are timed, about; ${DEFAULT-VALUE} by default. Less is less"
              + " exact, in time; the memory is the same.")
  private double seconds;

  @Mixin private BenchOutput output;

  @Override
  public Integer call() throws IOException {
    PlanOptions options = choice.options();
    if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds " + seconds + ": expected more than 0");
    }
    ObjectNode plan = Plan.of(options, seconds, choice.kernels());
    output.print(plan);
    return ExitCode.OK;
  }
}
