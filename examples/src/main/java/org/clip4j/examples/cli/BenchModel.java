package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.examples.bench.StepOptions;
import org.clip4j.examples.bench.WarmUp;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The step that a benchmark times: model, batch, captions, how often. */
final class BenchModel {

  private static final String DEFAULT_MODEL = "ViT-B-32";
  private static final int DEFAULT_CAPTION_TOKENS = 12;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @ArgGroup private Which which = new Which();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Pairs in a batch; ${DEFAULT-VALUE} by default.")
  private int batch;

  @Option(
      names = "--caption-tokens",
      paramLabel = "N",
      description =
          "Tokens that a caption fills, start and end included: 2 to the model's context length; by"
              + " default 12, or the context length where that is less.")
  private Integer captionTokens;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "5",
      description = "Steps that are timed; ${DEFAULT-VALUE} by default.")
  private int steps;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Steps before; by default 2 and as many as take 5 seconds.")
  private Integer warmup;

  @Option(
      names = "--grad-checkpointing",
      description = "Keep each block's input alone and compute the rest once more going back.")
  private boolean gradCheckpointing;

  int batch() {
    return batch;
  }

  /** One or the other. */
  static final class Which {
    @Option(
        names = "--model",
        paramLabel = "NAME",
        description = "A preset's name; " + DEFAULT_MODEL + " by default.")
    private String model;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "A model's sizes, as an open_clip_config.json has them.")
    private Path config;
  }

  /** With batches in one piece. */
  StepOptions options() throws IOException {
    return options(batch);
  }

  /**
   * @param microBatch pairs that go through the encoders at once
   */
  StepOptions options(int microBatch) throws IOException {
    String name = which.model == null ? DEFAULT_MODEL : which.model;
    if (which.config != null) {
      name = which.config.getFileName().toString();
    }
    ModelConfig model =
        which.config == null ? ModelConfig.preset(name) : ModelFile.read(which.config);
    try {
      return new StepOptions(
          name,
          model,
          batch,
          microBatch,
          captionTokens == null
              ? Math.min(DEFAULT_CAPTION_TOKENS, model.textCfg().contextLength())
              : captionTokens,
          steps,
          warmup == null ? WarmUp.DEFAULT : WarmUp.ofTimes(warmup),
          gradCheckpointing);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
