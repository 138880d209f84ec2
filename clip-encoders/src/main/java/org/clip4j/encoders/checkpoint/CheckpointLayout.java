package org.clip4j.encoders.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clip4j.core.io.Dtype;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.encoders.config.ModelSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The ways to lay a model out in a folder. */
public enum CheckpointLayout {

  /**
   * open_clip's: {@code open_clip_config.json} and {@code open_clip_model.safetensors}, as it reads
   * with {@code local-dir:}.
   */
  OPEN_CLIP(new OpenClipLayout()),

  /**
   * Hugging Face's, as transformers' {@code CLIPModel.from_pretrained} reads it: {@code
   * config.json}, {@code model.safetensors}, {@code preprocessor_config.json} where the
   * preprocessing is known, and the tokenizer's files where the vocabulary is CLIP's.
   */
  HUGGING_FACE(new HuggingFaceLayout());

  private final Layout layout;

  CheckpointLayout(Layout layout) {
    this.layout = layout;
  }

  Layout layout() {
    return layout;
  }

  /** Name of the file with the sizes. */
  public String configFile() {
    return layout.configFile();
  }

  /** Name of the file with the weights. */
  public String weightsFile() {
    return layout.weightsFile();
  }

  /**
   * The layout of a folder, by the name of its configuration; the first of several. Empty if there
   * is none.
   */
  public static Optional<CheckpointLayout> detect(Path folder) {
    return Arrays.stream(values())
        .filter(l -> Files.isRegularFile(folder.resolve(l.configFile())))
        .findFirst();
  }

  /**
   * The layout of a folder that has a model.
   *
   * @throws NoSuchFileException if there is none; the message says what was expected
   */
  public static CheckpointLayout of(Path folder) throws NoSuchFileException {
    return detect(folder)
        .orElseThrow(
            () ->
                new NoSuchFileException(
                    folder.toString(), null, "there is no model here; " + hint(folder)));
  }

  private static String hint(Path folder) {
    Path last = folder.resolve("checkpoints/last");
    if (!Files.exists(last)) {
      return "expected " + expected();
    }
    // A file with a name in it where a file system has no links.
    return "it is the folder of a run: take "
        + (Files.isDirectory(last) ? "its checkpoint, " + last : "the checkpoint named in " + last);
  }

  /** What a folder with a model has in it, for messages. */
  public static String expected() {
    return Arrays.stream(values())
        .map(l -> l.configFile() + " and " + l.weightsFile())
        .collect(Collectors.joining(", or "));
  }

  /** Writes a model as {@link #write(Path, ModelSpec, ParameterSet, Dtype)}, in its own type. */
  public void write(Path folder, ModelSpec spec, ParameterSet parameters) throws IOException {
    write(folder, spec, parameters, Dtype.of(parameters.type()).orElseThrow());
  }

  /**
   * Writes a model into a folder, which is made if it is not there. Each file replaces one of its
   * name. Beyond the parameters themselves, memory is needed for one of them at most.
   *
   * @param dtype what the values are rounded to: F64, F32, F16 or BF16
   * @throws ConfigException if the layout cannot say what the model is; nothing is written then
   * @throws IOException if it cannot be written, or a value is too large for the type
   */
  public void write(Path folder, ModelSpec spec, ParameterSet parameters, Dtype dtype)
      throws IOException {
    Files.createDirectories(folder);
    layout.writeDescription(folder, spec, dtype);
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (Parameter p : parameters.all()) {
      for (Piece piece : layout.pieces(p.name())) {
        INDArray values = piece.of(p.value()).array();
        tensors.put(piece.tensor(), piece.transposed() ? values.transpose() : values);
      }
    }
    Safetensors.write(folder.resolve(weightsFile()), tensors, Map.of("format", "pt"), dtype);
  }
}
