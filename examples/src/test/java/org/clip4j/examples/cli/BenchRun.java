package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One run of {@code clip4j bench}. */
final class BenchRun {

  private static final String TINY =
      """
      {"model_cfg": {
        "embed_dim": 16,
        "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 32, "layers": 2, "head_width": 16},
        "text_cfg": {"context_length": 12, "vocab_size": 64, "width": 32, "heads": 2, "layers": 2}}}
      """;

  private BenchRun() {}

  /** Writes the sizes of a model that takes no time. */
  static String tinyModel(Path folder) throws IOException {
    return Files.writeString(folder.resolve("tiny.json"), TINY).toString();
  }

  /** The figures, which are all that is printed. */
  static JsonNode json(String what, String... options) throws IOException {
    CommandRun run = run(what, Stream.concat(Stream.of("--json"), Stream.of(options)));
    assertEquals(0, run.exitCode(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(1, lines.size(), run.out());
    JsonNode json = new ObjectMapper().readTree(lines.get(0));
    assertTrue(json.isObject(), run.out());
    return json;
  }

  static void assertRefused(String words, String what, String... options) {
    assertEnds(2, words, run(what, Stream.of(options)));
  }

  static void assertFails(String words, String what, String... options) {
    CommandRun run = run(what, Stream.of(options));
    assertEnds(1, words, run);
    assertEquals(1, run.err().lines().count(), run.err());
  }

  /** A number, or null where the system does not say. */
  static void assertPeakMemory(JsonNode json) {
    assertTrue(json.has("peak_rss_mib"), json.toString());
    JsonNode peak = json.get("peak_rss_mib");
    assertTrue(peak.isNull() || peak.asLong() > 20, json.toString());
  }

  private static void assertEnds(int exitCode, String words, CommandRun run) {
    assertEquals(exitCode, run.exitCode(), run.err());
    assertTrue(run.err().contains(words), run.err());
    assertEquals("", run.out());
  }

  private static CommandRun run(String what, Stream<String> options) {
    return CommandRun.of(Stream.concat(Stream.of("bench", what), options).toArray(String[]::new));
  }
}
