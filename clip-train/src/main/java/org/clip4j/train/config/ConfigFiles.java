package org.clip4j.train.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.SyntaxProblem;

/** Configuration files as trees: YAML (of which JSON is a part). */
final class ConfigFiles {

  /** A configuration is a page of text; what is larger is something else. */
  private static final long MAX_BYTES = 1 << 20;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private ConfigFiles() {}

  static ObjectNode read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "no such file; expected a configuration in YAML or JSON");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new ConfigException(file + ": larger than a configuration can be (1 MiB)");
    }
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": is not UTF-8 text", e);
    }
  }

  /**
   * Reads keys and values.
   *
   * @param source where the text comes from, for messages
   */
  static ObjectNode parse(String text, String source) {
    if (value(source, text) instanceof ObjectNode object) {
      return object;
    }
    throw new ConfigException(source + ": expected keys and values, such as 'train:'");
  }

  /**
   * Reads one value, so that numbers are numbers.
   *
   * @param source where the text comes from, for messages
   */
  static JsonNode value(String source, String text) {
    try {
      JsonNode value = YAML.readTree(text);
      return value.isMissingNode() ? NullNode.getInstance() : value;
    } catch (JsonProcessingException e) {
      throw new ConfigException(source + ": not valid YAML: " + SyntaxProblem.describe(e), e);
    }
  }

  static String print(JsonNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain values always prints", e);
    }
  }
}
