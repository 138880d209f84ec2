package org.clip4j.examples.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clip4j.examples.bench.LossBench;
import org.clip4j.examples.bench.LossOptions;
import org.clip4j.examples.bench.WarmUp;
import org.clip4j.train.loss.LogitTiles;
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
      "The first time it also weighs what the loss needs beside embeddings and gradients:"
          + " extra_mib.",
      "gflop_per_s are the operations of its matrix products over the whole time."
    },
    footer = {"", "Example:", "  clip4j bench loss --batch 1024 --dim 512 --kind infonce"})
final class BenchLossCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--kind",
      paramLabel = "NAME",
      defaultValue = "infonce",
      description = "infonce, sigmoid, or one of your own; ${DEFAULT-VALUE} by default.")
  private String kind;

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
      names = "--tile",
      paramLabel = "N",
      description = "Most rows and columns of logits at once; 1024 by default.")
  private Integer tile;

  @Option(
      names = "--untiled",
      description = "The whole matrix of logits at once, which takes batch x batch x 4 bytes.")
  private boolean untiled;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "How often it is timed; by default 20 times, or twice where a minute ends first.")
  private Integer steps;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "How often it runs before; by default once and as often as takes 5 seconds.")
  private Integer warmup;

  @Mixin private BenchThreads threads;
  @Mixin private BenchOutput output;

  @Override
  public Integer call() throws IOException {
    LossOptions options;
    try {
      options = LossOptions.of(kind, batch, dim, edge(), Optional.ofNullable(steps), warmUp());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    output.print(LossBench.run(options, threads.kernels()));
    return ExitCode.OK;
  }

  private int edge() {
    if (untiled && tile != null) {
      throw new IllegalArgumentException("--untiled and --tile exclude each other");
    }
    return untiled ? batch : tile == null ? LogitTiles.DEFAULT_EDGE : tile;
  }

  private WarmUp warmUp() {
    return warmup == null ? LossOptions.WARM_UP : WarmUp.ofTimes(warmup);
  }
}
