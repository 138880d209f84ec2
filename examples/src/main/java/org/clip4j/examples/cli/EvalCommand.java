package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.data.loader.ManifestSizes;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.ShardPattern;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.zeroshot.PromptTemplates;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.HeldOut;
import org.clip4j.train.eval.HeldOutShards;
import org.clip4j.train.eval.Rate;
import org.clip4j.train.eval.Recall;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip4j eval}: zero-shot classification and retrieval on shards. */
@Command(
    name = "eval",
    description = {
      "Evaluates a model on pairs that it has not seen.",
      "Zero-shot: how often a picture's own caption comes first, or among the first five, of all"
          + " distinct captions of the shards. Retrieval: recall of the caption for a picture, and"
          + " of the picture for a caption. Each beside what guessing would get."
    },
    footer = {
      "",
      "Example:",
      "  clip4j eval --model runs/pets --data 'shards/val-{000000..000001}.tar' \\",
      "    --templates '{}' 'a photo of a {}.' --out eval.json"
    })
final class EvalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Folder of a model, or of a run.")
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "SHARDS",
      required = true,
      arity = "1..*",
      description = "Shards, files or URLs; braces are expanded, as in val-{000..003}.tar.")
  private List<String> data;

  @Mixin private CaptionOptions captions;

  @Mixin private S3Options s3;

  @Option(
      names = "--templates",
      paramLabel = "TEXT",
      arity = "1..*",
      description = "Prompts with {} in the caption's place; {} alone if none is given.")
  private List<String> templates = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the figures to this file, as JSON with fractions from 0 to 1.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    PromptTemplates prompts =
        templates.isEmpty() ? PromptTemplates.plain() : new PromptTemplates(templates);
    PairFields fields = captions.fields(model);
    List<String> shards = ShardPattern.expandAll(data);
    ShardSources source = s3.sources();
    ManifestSizes.sayOthers(shards, source);
    long begun = System.nanoTime();
    try (ClipModel loaded = Models.read(model);
        CountingBar bar = new CountingBar("eval", "pictures", 0, -1)) {
      HeldOut heldOut =
          HeldOut.load(
              loaded,
              KernelSelector.of(DataType.FLOAT),
              new HeldOutShards(source, shards, fields),
              prompts,
              bar);
      bar.close();
      EvalResult result =
          new EvalResult(
              heldOut.zeroShotByCaption(),
              Optional.empty(),
              Optional.of(heldOut.retrieval()),
              Optional.empty(),
              (System.nanoTime() - begun) * 1e-9);
      report(heldOut, result);
      if (out.isPresent()) {
        result.write(out.get());
      }
    }
    return ExitCode.OK;
  }

  private void report(HeldOut heldOut, EvalResult result) {
    PrintWriter print = spec.commandLine().getOut();
    print.printf(
        "%d pictures, %d distinct captions, %.1f s%n",
        heldOut.keys().size(), heldOut.names().size(), result.seconds());
    line(print, "zero-shot top-1", result.zeroShot().top1());
    line(print, "zero-shot top-5", result.zeroShot().top5());
    result
        .retrieval()
        .ifPresent(
            retrieval -> {
              recall(print, "picture to caption", retrieval.imageToText());
              recall(print, "caption to picture", retrieval.textToImage());
            });
    print.flush();
  }

  private static void recall(PrintWriter print, String direction, Recall recall) {
    line(print, direction + " recall@1", recall.at1());
    line(print, direction + " recall@5", recall.at5());
    line(print, direction + " recall@10", recall.at10());
  }

  private static void line(PrintWriter print, String what, Rate rate) {
    print.printf(
        "%-29s %6.2f%%  (95%% interval %.2f to %.2f, chance %.2f)%n",
        what,
        100 * rate.value(),
        100 * rate.interval().low(),
        100 * rate.interval().high(),
        100 * rate.chance());
  }
}
