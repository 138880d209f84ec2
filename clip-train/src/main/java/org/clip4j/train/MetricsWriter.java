package org.clip4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The metrics of a run as JSON lines, each flushed as it is written, so that another program can
 * follow them.
 *
 * <p>A resumed run first cuts the file back to its checkpoint's step, so that every step stands in
 * it once.
 */
final class MetricsWriter implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final BufferedWriter out;

  private MetricsWriter(Path file, BufferedWriter out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Opens the file behind the lines of steps up to a given one.
   *
   * @param lastStep 0 begins the file anew
   * @throws IOException naming the file, if it cannot be written
   */
  static MetricsWriter open(Path file, long lastStep) throws IOException {
    RunFile.write(file, () -> cutBack(file, lastStep));
    return new MetricsWriter(
        file, Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
  }

  private static void cutBack(Path file, long lastStep) throws IOException {
    Path kept = file.resolveSibling("." + file.getFileName() + ".new");
    try (BufferedWriter writer = Files.newBufferedWriter(kept, StandardCharsets.UTF_8)) {
      if (lastStep > 0 && Files.exists(file)) {
        copyUpTo(file, lastStep, writer);
      }
    }
    Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copyUpTo(Path file, long lastStep, BufferedWriter writer) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        long step = stepOf(line);
        if (step >= 0 && step <= lastStep) {
          writer.write(line);
          writer.write('\n');
        }
      }
    }
  }

  /** The line's step, or -1 for a line that a killed run left half written. */
  private static long stepOf(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node.path("step").asLong(-1);
    } catch (JsonProcessingException e) {
      return -1;
    }
  }

  void write(ObjectNode line) throws IOException {
    RunFile.write(
        file,
        () -> {
          out.write(JSON.writeValueAsString(line));
          out.write('\n');
          out.flush();
        });
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
