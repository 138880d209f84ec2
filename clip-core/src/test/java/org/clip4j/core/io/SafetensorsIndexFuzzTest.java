package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A damaged index gives exactly the tensors of its own folder's files, or is refused in one line.
 * Outside the folder lies a file that would be found if a name could leave it.
 */
class SafetensorsIndexFuzzTest {

  private static final Set<String> NAMES = Set.of("a.x", "a.y", "b.z");

  private static final String SOUND =
      "{\"metadata\":{\"total_size\":12},\"weight_map\":{\"a.x\":\"a.safetensors\","
          + "\"a.y\":\"a.safetensors\",\"b.z\":\"b.safetensors\"}}";

  private static Path outside;
  private static Path folder;
  private static Path index;

  @BeforeContainer
  static void writeFiles() throws IOException {
    outside = Files.createTempDirectory("fuzz");
    folder = Files.createDirectory(outside.resolve("model"));
    index = folder.resolve("model.safetensors" + SafetensorsSet.INDEX_SUFFIX);
    write(folder.resolve("a.safetensors"), "a.x", "a.y");
    write(folder.resolve("b.safetensors"), "b.z");
    write(outside.resolve("a.safetensors"), "a.x", "a.y", "secret");
  }

  private static void write(Path file, String... names) throws IOException {
    Map<String, org.nd4j.linalg.api.ndarray.INDArray> tensors = new java.util.HashMap<>();
    for (String name : names) {
      tensors.put(name, Nd4j.scalar(1f));
    }
    Safetensors.write(file, tensors, Map.of());
  }

  @AfterContainer
  static void deleteFiles() throws IOException {
    Files.deleteIfExists(index);
    for (String file : new String[] {"model/a.safetensors", "model/b.safetensors", "model"}) {
      Files.delete(outside.resolve(file));
    }
    Files.delete(outside.resolve("a.safetensors"));
    Files.delete(outside);
  }

  @Property(tries = 500)
  void changedByte(@ForAll @IntRange(max = 200) int at, @ForAll byte value) throws IOException {
    byte[] bytes = SOUND.getBytes(StandardCharsets.UTF_8);
    bytes[at % bytes.length] = value;
    readOrRefuse(bytes);
  }

  @Property(tries = 800)
  void changedWord(@ForAll("words") String from, @ForAll("words") String to) throws IOException {
    String changed = SOUND.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
    readOrRefuse(changed.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 100)
  void cutShort(@ForAll @IntRange(max = 200) int length) throws IOException {
    byte[] bytes = SOUND.getBytes(StandardCharsets.UTF_8);
    readOrRefuse(java.util.Arrays.copyOf(bytes, Math.min(length, bytes.length)));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
        "a.x",
        "a.y",
        "b.z",
        "secret",
        "a.safetensors",
        "b.safetensors",
        "../a.safetensors",
        "model/../../a.safetensors",
        ".",
        "..",
        "/",
        "\\\\",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "12",
        "1e999",
        "null",
        "true",
        "weight_map",
        "metadata",
        "{\"a\":".repeat(2000),
        "[".repeat(9999));
  }

  private static void readOrRefuse(byte[] bytes) throws IOException {
    Files.write(index, bytes);
    try {
      SafetensorsSet read = SafetensorsSet.open(folder, "model.safetensors");
      assertTrue(NAMES.containsAll(read.tensors().keySet()));
      for (String name : read.tensors().keySet()) {
        assertEquals(folder, read.file(name).getParent());
        read.read(name).close();
      }
    } catch (SafetensorsException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
  }
}
