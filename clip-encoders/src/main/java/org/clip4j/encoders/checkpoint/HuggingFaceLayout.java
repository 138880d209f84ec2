package org.clip4j.encoders.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.io.Dtype;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;

/**
 * The layout of Hugging Face's transformers for a {@code CLIPModel}: {@code config.json}, {@code
 * model.safetensors}, {@code preprocessor_config.json} and the tokenizer's files.
 */
final class HuggingFaceLayout implements Layout {

  private static final String PREPROCESSOR = "preprocessor_config.json";

  /** Where transformers 5 puts the preprocessor's keys, in a group. */
  private static final String PROCESSOR = "processor_config.json";

  private static final String IMAGE_PROCESSOR = "image_processor";

  @Override
  public String configFile() {
    return "config.json";
  }

  @Override
  public String weightsFile() {
    return "model.safetensors";
  }

  @Override
  public ModelSpec describe(Path folder) throws IOException {
    Path file = folder.resolve(configFile());
    ModelConfig config = HuggingFaceConfig.read(file, ConfigFile.read(file));
    HuggingFaceTokenizer.requireClips(folder);
    Optional<PreprocessConfig> preprocess = preprocess(folder);
    try {
      return new ModelSpec(config, preprocess);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(folder + ": " + e.getMessage(), e);
    }
  }

  private static Optional<PreprocessConfig> preprocess(Path folder) throws IOException {
    Path processor = folder.resolve(PROCESSOR);
    if (Files.exists(processor)) {
      Keys keys = new Keys(processor, "", ConfigFile.read(processor));
      if (keys.has(IMAGE_PROCESSOR)) {
        return Optional.of(HuggingFacePreprocess.read(keys.group(IMAGE_PROCESSOR)));
      }
    }
    Path file = folder.resolve(PREPROCESSOR);
    return Files.exists(file)
        ? Optional.of(HuggingFacePreprocess.read(new Keys(file, "", ConfigFile.read(file))))
        : Optional.empty();
  }

  @Override
  public List<Piece> pieces(String parameter) {
    return HuggingFaceNames.pieces(parameter);
  }

  @Override
  public void writeDescription(Path folder, ModelSpec spec, Dtype dtype) throws IOException {
    Optional<ObjectNode> preprocess = spec.preprocess().map(HuggingFacePreprocess::write);
    ObjectNode config = HuggingFaceConfig.write(spec.config(), dtype);
    // What an earlier model left here would be taken for this one's.
    Files.deleteIfExists(folder.resolve(PROCESSOR));
    Files.deleteIfExists(folder.resolve(PREPROCESSOR));
    for (String file : HuggingFaceTokenizer.FILES) {
      Files.deleteIfExists(folder.resolve(file));
    }
    if (preprocess.isPresent()) {
      ConfigFile.write(folder.resolve(PREPROCESSOR), preprocess.get());
    }
    if (spec.hasTokenizer()) {
      HuggingFaceTokenizer.write(folder, spec.config().textCfg().contextLength());
    }
    ConfigFile.write(folder.resolve(configFile()), config);
  }
}
