package org.clip4j.encoders.onnx;

import static org.clip4j.encoders.onnx.StoredWeight.entry;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import org.clip4j.core.Version;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.ClipModel;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Writes a model's two encoders as ONNX files.
 *
 * <p>{@link #VISUAL} takes {@code pixel_values}, float [batch, 3, S, S], and gives {@code
 * image_features}; {@link #TEXTUAL} takes {@code input_ids}, int64 [batch, context_length], filled
 * up with zeros, and gives {@code text_features}; both float [batch, embed_dim] with rows of unit
 * length. The batch may have any size from 1. Both files say in their metadata what the model is
 * ({@code model_cfg}) and, if it is known, how pictures are prepared ({@code preprocess_cfg}), both
 * in open_clip's JSON, and what similarities are multiplied with to become logits ({@code
 * logit_scale_exp}) and, where the model has a bias, what is added then ({@code logit_bias}).
 *
 * <p>An encoder with more than a GiB of weights has them in a second file beside the first, named
 * like it with {@code .data} behind.
 */
public final class OnnxExport {

  /** The image encoder's file name. */
  public static final String VISUAL = "visual.onnx";

  /** The text encoder's file name. */
  public static final String TEXTUAL = "textual.onnx";

  private static final String DATA_SUFFIX = ".data";

  /** Parameters that stand in the metadata: the graphs end at the embeddings. */
  private static final Set<String> OF_LOGITS = Set.of("logit_scale", "logit_bias");

  /** The operators' version: the first with layer normalisation, so that old runtimes take it. */
  private static final long OPSET = 17;

  /** The file format that came with that version. */
  private static final long IR_VERSION = 8;

  private final ClipModel model;
  private final List<Part> parts;

  /** One encoder on its way to a file. */
  private record Part(String file, Graph graph, WeightLayout layout, ModelWriter writer) {
    String dataFile() {
      return file + DATA_SUFFIX;
    }

    boolean hasData() {
      return layout.externalBytes() > 0;
    }
  }

  /**
   * @param model stays the caller's to close
   * @throws IllegalArgumentException if the model is not of FLOAT, or has parameters that no ONNX
   *     graph here knows
   */
  public OnnxExport(ClipModel model) {
    this(model, WeightLayout.Limits.STANDARD);
  }

  OnnxExport(ClipModel model, WeightLayout.Limits limits) {
    if (model.parameters().type() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "The model is of " + model.parameters().type() + "; only FLOAT models are exported");
    }
    this.model = model;
    Graph visual = EncoderGraphs.visual(model.config(), model.parameters());
    Graph textual = EncoderGraphs.textual(model.config(), model.parameters());
    requireAllUsed(visual, textual);
    this.parts = List.of(part(VISUAL, visual, limits), part(TEXTUAL, textual, limits));
  }

  /** Refuses a model with something in it that the graphs would silently leave out. */
  private void requireAllUsed(Graph... graphs) {
    Set<Parameter> used = new HashSet<>();
    for (Graph graph : graphs) {
      used.addAll(graph.weights());
    }
    for (Parameter p : model.parameters().all()) {
      if (!used.contains(p) && !OF_LOGITS.contains(p.name())) {
        throw new IllegalArgumentException(
            "The parameter " + p.name() + " has no place in the ONNX graphs");
      }
    }
  }

  private Part part(String file, Graph graph, WeightLayout.Limits limits) {
    WeightLayout layout = new WeightLayout(graph.weights(), file + DATA_SUFFIX, limits);
    return new Part(
        file, graph, layout, new ModelWriter(header(), graph.proto(), layout.weights()));
  }

  private ModelProto header() {
    ModelProto.Builder header =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setProducerName("clip4j")
            .setProducerVersion(Version.current());
    model
        .spec()
        .toJson()
        .fields()
        .forEachRemaining(e -> header.addMetadataProps(entry(e.getKey(), e.getValue().toString())));
    double scale = Math.exp(model.logitScale().value().get(0));
    header.addMetadataProps(entry("logit_scale_exp", Double.toString(scale)));
    model
        .logitBias()
        .map(bias -> entry("logit_bias", Double.toString(bias.value().get(0))))
        .ifPresent(header::addMetadataProps);
    return header.build();
  }

  /** How many weights are written, the end of the count that {@link #write} tells. */
  public long weights() {
    return parts.stream().mapToLong(part -> part.layout().weights().size()).sum();
  }

  /**
   * Refuses a folder that holds an export.
   *
   * @throws FileAlreadyExistsException naming the file that is there
   */
  public static void requireFree(Path folder) throws FileAlreadyExistsException {
    for (String name : List.of(VISUAL, TEXTUAL)) {
      if (Files.exists(folder.resolve(name))) {
        throw new FileAlreadyExistsException(
            folder.resolve(name).toString(), null, "is there already, and was not replaced");
      }
    }
  }

  /**
   * Writes the files. They are written aside and then renamed: a model's file that can be seen is
   * whole, and so is the one with its weights.
   *
   * @param folder made if it is not there
   * @param replace whether files of an earlier export are replaced
   * @param progress told how many weights were written
   * @throws FileAlreadyExistsException if there is an earlier export that is not to be replaced
   * @throws IOException if a file cannot be written; the folder is then as it was
   */
  public List<OnnxFile> write(Path folder, boolean replace, LongConsumer progress)
      throws IOException {
    if (!replace) {
      requireFree(folder);
    }
    Files.createDirectories(folder);
    try (StagedFiles files = new StagedFiles(folder)) {
      long[] written = {0};
      Runnable count = () -> progress.accept(++written[0]);
      for (Part part : parts) {
        if (part.hasData()) {
          files.write(
              part.dataFile(),
              part.layout().externalBytes(),
              out -> part.layout().writeExternal(out, count));
        }
        files.write(part.file(), part.writer().bytes(), out -> part.writer().write(out, count));
      }
      List<OnnxFile> result = new ArrayList<>();
      for (Part part : parts) {
        result.add(publish(part, folder, files));
      }
      return result;
    }
  }

  /** The model's file goes last and an old one first, so that none stands beside other weights. */
  private static OnnxFile publish(Part part, Path folder, StagedFiles files) throws IOException {
    Files.deleteIfExists(folder.resolve(part.file()));
    Optional<Path> data = Optional.empty();
    if (part.hasData()) {
      files.publish(part.dataFile());
      data = Optional.of(folder.resolve(part.dataFile()));
    } else {
      Files.deleteIfExists(folder.resolve(part.dataFile()));
    }
    files.publish(part.file());
    return new OnnxFile(
        folder.resolve(part.file()),
        data,
        part.writer().bytes() + part.layout().externalBytes(),
        part.graph().inputText(),
        part.graph().outputText());
  }
}
