package org.clip4j.encoders.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.io.Dtype;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;

/**
 * open_clip's own layout: {@code open_clip_config.json} with {@code model_cfg} and {@code
 * preprocess_cfg}, and {@code open_clip_model.safetensors}, the state dict. The names are the
 * parameters' own.
 */
final class OpenClipLayout implements Layout {

  @Override
  public String configFile() {
    return "open_clip_config.json";
  }

  @Override
  public String weightsFile() {
    return "open_clip_model.safetensors";
  }

  @Override
  public ModelSpec describe(Path folder) throws IOException {
    Path file = folder.resolve(configFile());
    ObjectNode tree = ConfigFile.read(file);
    JsonNode modelCfg = tree.get("model_cfg");
    if (modelCfg == null) {
      throw new ConfigException(file + ": model_cfg is missing");
    }
    ModelConfig config = ModelConfig.read(modelCfg, file.toString());
    try {
      return new ModelSpec(
          config, preprocess(tree.path("preprocess_cfg"), config.visionCfg().imageSize()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /** As in open_clip the pictures get the model's size, whatever the file says of theirs. */
  private static Optional<PreprocessConfig> preprocess(JsonNode tree, int imageSize) {
    return tree.isMissingNode() || tree.isNull()
        ? Optional.empty()
        : Optional.of(PreprocessConfig.fromJson(tree, imageSize).withSize(imageSize));
  }

  @Override
  public List<Piece> pieces(String parameter) {
    return List.of(Piece.whole(parameter));
  }

  @Override
  public void writeDescription(Path folder, ModelSpec spec, Dtype dtype) throws IOException {
    ConfigFile.write(folder.resolve(configFile()), spec.toJson());
  }
}
