package org.clip4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.clip4j.core.io.Dtype;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelSpec;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip4j convert}: a model from one library's layout to another's. */
@Command(
    name = "convert",
    description = {
      "Writes a model in the layout of another library, or for pictures of another size.",
      "open_clip: open_clip_config.json and open_clip_model.safetensors. hf: config.json,"
          + " model.safetensors, preprocessor_config.json and the tokenizer, as transformers reads"
          + " and writes them. Only plain CLIP models are known, Vision Transformer and causal text"
          + " encoder; any other is refused with the key that makes it another."
    },
    footer = {
      "",
      "Examples:",
      "  clip4j convert --to hf runs/pets pets-hf",
      "  clip4j convert --from hf --to open_clip clip-vit-base-patch32 vit-b-32",
      "  clip4j convert --to open_clip --image-size 336 vit-l-14 vit-l-14-336"
    })
final class ConvertCommand implements Callable<Integer> {

  private static final Map<String, CheckpointLayout> LAYOUTS =
      new TreeMap<>(
          Map.of("open_clip", CheckpointLayout.OPEN_CLIP, "hf", CheckpointLayout.HUGGING_FACE));

  private static final Map<String, Dtype> DTYPES =
      new TreeMap<>(Map.of("f32", Dtype.F32, "f16", Dtype.F16, "bf16", Dtype.BF16));

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "LAYOUT",
      description = "Layout of IN_DIR, open_clip or hf; else the one that is found there.")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "LAYOUT",
      required = true,
      description = "Layout of OUT_DIR, open_clip or hf.")
  private String to;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      defaultValue = "f32",
      description = "What the weights are rounded to: f32, f16 or bf16 (${DEFAULT-VALUE}).")
  private String dtype;

  @Option(
      names = "--image-size",
      paramLabel = "N",
      description = "Edge of the pictures in pixels; the positions are resized as in open_clip.")
  private Integer imageSize;

  @Option(
      names = "--context-length",
      paramLabel = "N",
      description = "Most tokens of a caption; the positions are resized as in open_clip.")
  private Integer contextLength;

  @Parameters(
      index = "0",
      paramLabel = "IN_DIR",
      description = "Folder of a model, or of a run: then its last checkpoint.")
  private Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT_DIR",
      description = "Where the model goes; there may be nothing yet, or an empty folder.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    CheckpointLayout target = named("--to", to, LAYOUTS);
    Dtype type = named("--dtype", dtype, DTYPES);
    Optional<CheckpointLayout> source = from.map(name -> named("--from", name, LAYOUTS));
    NewFolder folder = new NewFolder(out);
    Path found = Models.folder(in);
    Checkpoint checkpoint =
        source.isPresent() ? Checkpoint.open(found, source.get()) : Checkpoint.open(found);
    ModelSpec model = resized(checkpoint.spec());
    try (ClipModel weights = ClipModel.load(checkpoint, model, DataType.FLOAT, false)) {
      folder.write(aside -> weights.save(aside, target, type));
      report(weights, target, type);
    }
    return ExitCode.OK;
  }

  private ModelSpec resized(ModelSpec read) {
    return read.resized(
        imageSize == null ? read.config().visionCfg().imageSize() : imageSize,
        contextLength == null ? read.config().textCfg().contextLength() : contextLength);
  }

  private <T> T named(String option, String name, Map<String, T> known) {
    T value = known.get(name);
    if (value == null) {
      throw new ParameterException(
          spec.commandLine(),
          option + " " + name + ": expected " + String.join(" or ", known.keySet()));
    }
    return value;
  }

  private void report(ClipModel model, CheckpointLayout target, Dtype type) {
    PrintWriter print = spec.commandLine().getOut();
    print.printf(
        "%,d parameters as %s in %s%n",
        model.parameters().count(), type, out.resolve(target.weightsFile()));
    if (model.spec().preprocess().isEmpty()) {
      print.println("It does not say how it wants its pictures, so they have to come as pixels.");
    }
    if (!model.spec().hasTokenizer()) {
      print.println("Its vocabulary is not CLIP's, so it comes without a tokenizer.");
    }
    print.flush();
  }
}
