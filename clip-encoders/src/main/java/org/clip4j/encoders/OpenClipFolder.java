package org.clip4j.encoders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsHeader;
import org.clip4j.core.io.TensorInfo;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.encoders.config.ModelConfig;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model in open_clip's own layout: a folder with {@code open_clip_config.json} ({@code model_cfg}
 * and {@code preprocess_cfg}) and {@code open_clip_model.safetensors} (the state dict).
 */
public final class OpenClipFolder {

  /** The configuration's file name. */
  public static final String CONFIG = "open_clip_config.json";

  /** The weights' file name. */
  public static final String WEIGHTS = "open_clip_model.safetensors";

  /** A configuration is a page of text. */
  private static final long MAX_CONFIG_BYTES = 1 << 20;

  private OpenClipFolder() {}

  /**
   * What a folder says of its model.
   *
   * @param model the sizes
   * @param preprocess how pictures are prepared
   */
  public record Description(ModelConfig model, PreprocessConfig preprocess) {}

  /**
   * Reads a folder's configuration.
   *
   * @throws NoSuchFileException if it is not there
   * @throws ConfigException naming the key that is unknown or impossible
   */
  public static Description describe(Path folder) throws IOException {
    Path file = folder.resolve(CONFIG);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "expected a model in open_clip's layout in this folder");
    }
    if (Files.size(file) > MAX_CONFIG_BYTES) {
      throw new ConfigException(file + ": larger than a configuration can be (1 MiB)");
    }
    String source = file.toString();
    ObjectNode tree =
        StrictReader.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), source);
    JsonNode modelCfg = tree.get("model_cfg");
    if (modelCfg == null) {
      throw new ConfigException(source + ": model_cfg is missing");
    }
    ModelConfig model = ModelConfig.read(modelCfg, source);
    try {
      return new Description(
          model,
          PreprocessConfig.fromJson(tree.path("preprocess_cfg"), model.visionCfg().imageSize()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(source + ": " + e.getMessage(), e);
    }
  }

  /**
   * Checks that a folder holds a model of the given sizes.
   *
   * @throws ConfigException naming the first key that differs, and both values
   */
  public static void requireSame(Path folder, ModelConfig expected) throws IOException {
    ModelConfig found = describe(folder).model();
    Optional<String> difference =
        StrictReader.firstDifference(StrictReader.write(found), StrictReader.write(expected));
    if (difference.isPresent()) {
      throw new ConfigException(
          folder + ": holds another model than the one asked for: model_cfg" + difference.get());
    }
  }

  /**
   * Reads a folder's weights into a model.
   *
   * @throws IllegalArgumentException naming the tensor that is missing, left over or of another
   *     shape; the model is then unchanged
   */
  public static void readWeights(Path folder, ClipModel model) throws IOException {
    readTensors(folder.resolve(WEIGHTS), model.parameters());
  }

  private static void readTensors(Path file, ParameterSet parameters) throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(file);
    TreeSet<String> leftOver = new TreeSet<>(header.tensors().keySet());
    for (Parameter p : parameters.all()) {
      TensorInfo info = header.tensors().get(p.name());
      if (info == null) {
        throw new IllegalArgumentException(
            file + ": the tensor " + p.name() + " is missing; is this another model's checkpoint?");
      }
      if (!Arrays.equals(info.shape(), p.shape())) {
        throw new IllegalArgumentException(
            file
                + ": "
                + p.name()
                + " is "
                + Arrays.toString(info.shape())
                + ", the model needs "
                + Arrays.toString(p.shape())
                + "; is this another model's checkpoint?");
      }
      leftOver.remove(p.name());
    }
    if (!leftOver.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": the model has no parameter called " + leftOver.first());
    }
    for (Parameter p : parameters.all()) {
      INDArray value = Safetensors.readTensor(file, header.tensors().get(p.name()));
      p.value().array().assign(value.castTo(parameters.type()));
      value.close();
    }
  }

  /** Writes a model's configuration and weights into an existing folder. */
  public static void write(Path folder, ClipModel model, PreprocessConfig preprocess)
      throws IOException {
    ObjectNode tree = StrictReader.write(Map.of());
    tree.set("model_cfg", StrictReader.write(model.config()));
    tree.set("preprocess_cfg", preprocess.toJson());
    Files.writeString(folder.resolve(CONFIG), StrictReader.print(tree), StandardCharsets.UTF_8);
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (Parameter p : model.parameters().all()) {
      tensors.put(p.name(), p.value().array());
    }
    Safetensors.write(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
  }
}
