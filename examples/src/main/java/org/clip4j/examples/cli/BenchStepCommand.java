package org.clip4j.examples.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.clip4j.examples.bench.StepBench;
import org.clip4j.examples.bench.StepOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clip4j bench step}: a training step. */
@Command(
    name = "step",
    description = {
      "Times a training step: the one that clip4j train makes, on a batch of noise.",
      "It packs the captions, runs both encoders forward and backward with InfoNCE between them,"
          + " clips, updates with AdamW and clamps the logit scale. step_s is the median,"
          + " peak_rss_mib the most memory that the process had resident.",
      "With --micro-batch the batch goes through the encoders piece by piece: embed_s, loss_s and"
          + " backward_s tell the first pass, the loss of the whole batch and the second pass."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j bench step --model ViT-B-32 --batch 16 --caption-tokens 12",
      "  clip4j bench step --config open_clip_config.json --batch 256 --json",
      "  clip4j bench step --model ViT-B-32 --batch 1024 --micro-batch 16 --steps 1"
    })
final class BenchStepCommand implements Callable<Integer> {

  @Mixin private BenchModel model;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      description =
          "Pairs that go through the encoders at once; divides the batch, which it is by default.")
  private Integer microBatch;

  @Mixin private BenchThreads threads;
  @Mixin private BenchOutput output;

  @Override
  public Integer call() throws IOException {
    StepOptions options = model.options(microBatch == null ? model.batch() : microBatch);
    output.print(StepBench.run(options, threads.kernels()));
    return ExitCode.OK;
  }
}
