package org.clip4j.examples.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.clip4j.examples.bench.OpsBench;
import org.clip4j.examples.bench.StepOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j bench ops}: the kernels of a training step. */
@Command(
    name = "ops",
    description = {
      "Times the kernels of a training step one by one, beside what this machine allows.",
      "A kernel's seconds are those of one call: alone, and within a step. Its limit is, for a"
          + " matrix product, OpenBLAS's cblas_sgemm called once on the same operands with as many"
          + " threads or with one, whichever is faster;"
          + " for others what its operations take at cblas_sgemm's best rate or its bytes at"
          + " memory's, whichever is longer. share is the limit over the shortest time alone,"
          + " share_in_step over the time within a step, in the mean of the middle half of the"
          + " steps; what stays in the caches can exceed 1, and so can products by another library"
          + " than OpenBLAS. The groups add up to the step.",
      "Takes a minute or two for ViT-B-32."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j bench ops --model ViT-B-32 --batch 16 --caption-tokens 12",
      "  clip4j bench ops --config open_clip_config.json --batch 256 --json"
    })
final class BenchOpsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private BenchModel model;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0.5",
      description =
          "How long each kernel is timed alone, at the least; ${DEFAULT-VALUE} by default.")
  private double seconds;

  @Mixin private BenchThreads threads;
  @Mixin private BenchOutput output;

  @Override
  public Integer call() throws IOException {
    if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds " + seconds + ": expected 0 or more");
    }
    StepOptions options = model.options();
    output.print(OpsBench.run(options, seconds, threads.kernels()));
    return ExitCode.OK;
  }
}
