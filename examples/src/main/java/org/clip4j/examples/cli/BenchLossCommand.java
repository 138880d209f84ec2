package org.clip4j.examples.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.clip4j.examples.bench.LossBench;
import org.clip4j.examples.bench.LossKind;
import org.clip4j.examples.bench.LossOptions;
import org.clip4j.examples.bench.WarmUp;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip4j bench loss}: a contrastive loss alone. */
@Command(
    name = "loss",
    description = {
      "Times a loss with its gradients, over embeddings that are noise.",
      "gflop_per_s are the operations of its matrix products over the whole time."
    },
    footer = {"", "Example:", "  clip4j bench loss --batch 1024 --dim 512 --kind infonce"})
final class BenchLossCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--kind",
      defaultValue = "infonce",
      description = "${COMPLETION-CANDIDATES}, in any case; ${DEFAULT-VALUE} by default.")
  private LossKind kind;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Pairs; ${DEFAULT-VALUE} by default.")
  private int batch;

  @Option(
      names = "--dim",
      paramLabel = "N",
      defaultValue = "512",
      description = "Columns of an embedding; ${DEFAULT-VALUE} by default.")
  private int dim;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often it is timed; ${DEFAULT-VALUE} by default.")
  private int steps;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "How often it runs before; by default twice and as often as takes 5 seconds.")
  private Integer warmup;

  @Mixin private BenchThreads threads;
  @Mixin private BenchOutput output;

  @Override
  public Integer call() throws IOException {
    LossOptions options;
    try {
      WarmUp before = warmup == null ? WarmUp.DEFAULT : WarmUp.ofTimes(warmup);
      options = new LossOptions(kind, batch, dim, steps, before);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    output.print(LossBench.run(options, threads.kernels()));
    return ExitCode.OK;
  }
}
