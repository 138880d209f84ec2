package org.clip4j.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.encoders.config.ModelConfig;

/** A model's sizes from a file, as an {@code open_clip_config.json} has them. */
final class ModelFile {

  /** A configuration is a page of text. */
  private static final long MAX_BYTES = 1 << 20;

  private ModelFile() {}

  /**
   * Reads the sizes.
   *
   * @throws IOException if there is no such file
   * @throws ConfigException naming the file, and the key that is missing or impossible
   */
  static ModelConfig read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "no such file; expected an open_clip_config.json");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new ConfigException(file + ": larger than a configuration can be (1 MiB)");
    }
    String json = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    ObjectNode tree = StrictReader.parse(json, file.toString());
    if (!tree.path("model_cfg").isObject()) {
      throw new ConfigException(file + ": model_cfg is missing, where a model's sizes stand");
    }
    return ModelConfig.read(tree.get("model_cfg"), file.toString());
  }
}
