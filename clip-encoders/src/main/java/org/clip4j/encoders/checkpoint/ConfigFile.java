package org.clip4j.encoders.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;

/** Small JSON files of a model's folder. */
final class ConfigFile {

  /** A configuration is a page of text. */
  private static final long MAX_BYTES = 1 << 20;

  /** A vocabulary takes four megabytes at most. */
  private static final long MAX_LONG_BYTES = 1 << 24;

  private ConfigFile() {}

  /**
   * Reads a file as a JSON object.
   *
   * @throws NoSuchFileException if it is not there
   * @throws ConfigException if it is too long or no JSON object
   */
  static ObjectNode read(Path file) throws IOException {
    return StrictReader.parse(text(file, MAX_BYTES), file.toString());
  }

  /** Reads a file that holds a whole vocabulary as a JSON object. */
  static ObjectNode readLong(Path file) throws IOException {
    return StrictReader.parse(textOf(file), file.toString());
  }

  /** Reads a file that holds a whole vocabulary as text. */
  static String textOf(Path file) throws IOException {
    return text(file, MAX_LONG_BYTES);
  }

  private static String text(Path file, long maxBytes) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "expected a model's configuration in this folder");
    }
    if (Files.size(file) > maxBytes) {
      throw new ConfigException(
          file + ": larger than such a file can be (" + (maxBytes >> 20) + " MiB)");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  static void write(Path file, JsonNode tree) throws IOException {
    Files.writeString(file, StrictReader.print(tree), StandardCharsets.UTF_8);
  }
}
