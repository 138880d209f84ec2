package org.clip4j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.examples.bench.LossOptions;
import org.clip4j.examples.bench.Require;
import org.clip4j.examples.plan.PlanOptions;
import org.clip4j.examples.plan.PlannedLoss;
import org.clip4j.train.config.KeepPictures;
import org.clip4j.train.config.LossConfig;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.loss.DistillationLoss;
import org.clip4j.train.loss.TileRoom;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which run is planned: a model and numbers, or a run's configuration, whose values these win. */
final class PlanChoice {

  /** An encoded picture has about an eighth of the bytes of a decoded one. */
  private static final int COMPRESSION = 8;

  private static final int DEFAULT_CAPTION_TOKENS = 12;
  private static final int DEFAULT_SHUFFLE = 2000;

  /** Whole numbers up to here are exact in the JSON that others read. */
  private static final long MOST_STEPS = 1L << 53;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Which which;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      arity = "1..*",
      description = "With --run: overrides keys of the configuration, such as train.batch=512.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--batch", paramLabel = "N", description = "Pairs in a batch.")
  private Integer batch;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      description = "Pairs that are embedded at a time; by default the whole batch.")
  private Integer microBatch;

  @Option(
      names = "--caption-tokens",
      paramLabel = "N",
      description =
          "Tokens that a caption fills, start and end included, on an average; by default "
              + DEFAULT_CAPTION_TOKENS
              + ", or the model's context length if that is less.")
  private Integer captionTokens;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description = "infonce, sigmoid, or one of your own; infonce by default.")
  private String loss;

  @Option(
      names = "--tile",
      paramLabel = "N",
      description = "Most rows and columns of a tile of the loss's logits; 1024 by default.")
  private Integer tile;

  @Option(
      names = "--keep",
      description =
          "How the batch's pictures wait for the second pass, ${COMPLETION-CANDIDATES} in any"
              + " case; by default decoded.")
  private KeepPictures keep;

  @Option(
      names = "--picture-kib",
      paramLabel = "N",
      description = "Size of an encoded picture; by default an eighth of a decoded one.")
  private Integer pictureKib;

  @Option(
      names = "--grad-checkpointing",
      description = "Keep each block's input alone and compute the rest once more going back.")
  private boolean gradCheckpointing;

  @Option(
      names = "--patch-dropout",
      paramLabel = "RATE",
      description = "The share of a picture's patches that training leaves out.")
  private Double patchDropout;

  @Option(names = "--pairs", paramLabel = "N", description = "Pairs of the data set.")
  private Long pairs;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "With --pairs: passes over the data set; 1 by default.")
  private Double epochs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the kernels; by default one a processor.")
  private Integer threads;

  private RunConfig run;

  /** One of them. */
  static final class Which {
    @Option(names = "--model", paramLabel = "NAME", description = "A preset's name.")
    private String model;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "A model's sizes, as an open_clip_config.json has them.")
    private Path config;

    @Option(
        names = "--run",
        paramLabel = "FILE",
        description = "A run's configuration, as clip4j train takes it.")
    private Path run;
  }

  PlanOptions options() throws IOException {
    if (which.run == null && !settings.isEmpty()) {
      throw refused("--set " + settings.get(0) + ": only with --run, whose keys it overrides");
    }
    run = which.run == null ? null : RunConfig.read(which.run, settings);
    if (run != null && run.distill() != null) {
      spec.commandLine()
          .getErr()
          .println(
              "The plan leaves out the teacher of distill.model: its memory and its time come on"
                  + " top");
    }
    ModelConfig model = withDropout(model());
    int size = model.visionCfg().imageSize();
    int pairsOfBatch = batch();
    int context = model.textCfg().contextLength();
    try {
      PlannedLoss planned = plannedLoss();
      if (run != null && run.distill() != null) {
        TileRoom.require(
            PlanOptions.TILE, planned.tile(), pairsOfBatch, DistillationLoss.LEAST_TILES);
      }
      PlanOptions options =
          new PlanOptions(
              name(),
              model,
              pairsOfBatch,
              microBatch(pairsOfBatch),
              or(captionTokens, Math.min(DEFAULT_CAPTION_TOKENS, context)),
              gradCheckpointing || run != null && run.train().gradCheckpointing(),
              planned,
              or(keep, run == null ? KeepPictures.DECODED : run.train().keep()),
              pictureBytes(size),
              run == null ? DEFAULT_SHUFFLE : run.data().shuffleBuffer(),
              steps(pairsOfBatch));
      // As train does, which would not run it.
      new LossConfig(loss == null && run != null ? run.loss().name() : loss, null)
          .requireFits(model);
      return options;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  Kernels kernels() {
    Integer wanted = threads != null || run == null ? threads : run.train().threads();
    if (wanted == null) {
      return KernelSelector.of(DataType.FLOAT);
    }
    try {
      return KernelSelector.of(DataType.FLOAT, wanted);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--threads " + wanted + ": " + e.getMessage(), e);
    }
  }

  private String name() {
    if (run != null) {
      return run.model() == null ? which.run.getFileName().toString() : run.model();
    }
    return which.model != null ? which.model : which.config.getFileName().toString();
  }

  private ModelConfig model() throws IOException {
    if (run != null) {
      return run.modelCfg();
    }
    return which.model != null ? ModelConfig.preset(which.model) : ModelFile.read(which.config);
  }

  private ModelConfig withDropout(ModelConfig model) {
    if (patchDropout == null) {
      return model;
    }
    try {
      return model.withPatchDropout(patchDropout);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--patch-dropout " + patchDropout + ": " + e.getMessage(), e);
    }
  }

  private long pictureBytes(int size) {
    if (pictureKib == null) {
      return Math.max(1, 3L * size * size / COMPRESSION);
    }
    Require.atLeast("--picture-kib", 1, pictureKib);
    return 1024L * pictureKib;
  }

  private PlannedLoss plannedLoss() {
    LossConfig configured = run == null ? LossConfig.defaults() : run.loss();
    return new PlannedLoss(
        loss == null ? configured.loss() : LossOptions.named("--loss", loss),
        or(tile, configured.tile()));
  }

  private int batch() {
    if (batch == null && run == null) {
      throw refused("--batch is missing: expected the pairs in a batch");
    }
    return batch == null ? run.train().batch() : batch;
  }

  private int microBatch(int pairsOfBatch) {
    return or(microBatch, run == null ? pairsOfBatch : run.train().microBatch());
  }

  /** Of the options, else of the run's configuration. */
  private OptionalLong steps(int pairsOfBatch) {
    if (pairs == null && epochs != null) {
      throw refused("--epochs " + epochs + ": only with --pairs, the pairs of the data set");
    }
    if (pairs == null) {
      return run == null ? OptionalLong.empty() : OptionalLong.of(run.train().steps());
    }
    if (pairs < pairsOfBatch) {
      throw refused("--pairs " + pairs + ": fewer than the " + pairsOfBatch + " of a batch");
    }
    double passes = or(epochs, 1.0);
    if (!(passes > 0 && passes < Double.POSITIVE_INFINITY)) {
      throw refused("--epochs " + epochs + ": expected more than 0");
    }
    double steps = Math.ceil(passes * pairs / pairsOfBatch);
    if (steps > MOST_STEPS) {
      throw refused(
          "--pairs %d, --epochs %s: %.3g steps; a run has at most %d"
              .formatted(pairs, passes, steps, MOST_STEPS));
    }
    return OptionalLong.of((long) steps);
  }

  private static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
