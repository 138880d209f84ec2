package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.json.StrictReader;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.junit.jupiter.api.Assertions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Folders with one file damaged are read, or refused in one line: nothing else comes out, and no
 * model is made larger than its files.
 */
class HostileFoldersTest {

  /** Values read from the files at most: the sound model has fewer, positions may grow a little. */
  private static final long MOST_VALUES = 60_000;

  private static Path folder;
  private static final Map<Path, byte[]> SOUND = new LinkedHashMap<>();

  /** Both layouts, and the second divided over two files with an index. */
  @BeforeContainer
  static void writeSoundFolders() throws IOException {
    folder = Files.createTempDirectory("hostile");
    try (ClipModel model = ModelFolder.model()) {
      model.save(folder.resolve("open_clip"), CheckpointLayout.OPEN_CLIP);
      model.save(folder.resolve("hf"), CheckpointLayout.HUGGING_FACE);
    }
    divide(folder.resolve("hf/model.safetensors"));
    for (String layout : List.of("open_clip", "hf")) {
      try (var files = Files.list(folder.resolve(layout))) {
        for (Path file : files.sorted().toList()) {
          SOUND.put(file, Files.readAllBytes(file));
        }
      }
      ClipModel.load(folder.resolve(layout)).close();
    }
    assertEquals(7, SOUND.size());
  }

  private static void divide(Path file) throws IOException {
    Map<String, INDArray> all = Safetensors.read(file).tensors();
    List<Map<String, INDArray>> parts = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
    ObjectNode index = StrictReader.write(Map.of());
    index.putObject("metadata").put("total_size", 1);
    ObjectNode places = index.putObject("weight_map");
    all.forEach(
        (name, array) -> {
          int part = name.startsWith("text") ? 0 : 1;
          parts.get(part).put(name, array);
          places.put(name, "part-" + part + ".safetensors");
        });
    for (int part = 0; part < parts.size(); part++) {
      Safetensors.write(
          file.resolveSibling("part-" + part + ".safetensors"), parts.get(part), Map.of());
    }
    Files.delete(file);
    Files.writeString(file.resolveSibling(file.getFileName() + ".index.json"), index.toString());
  }

  @AfterContainer
  static void deleteFolders() throws IOException {
    for (Path file : SOUND.keySet()) {
      Files.delete(file);
    }
    Files.delete(folder.resolve("open_clip"));
    Files.delete(folder.resolve("hf"));
    Files.delete(folder);
  }

  @Property(tries = 400)
  void anyByteOfAnyFile(
      @ForAll @IntRange(max = 6) int file, @ForAll @IntRange(max = 4000) int at, @ForAll byte value)
      throws IOException {
    Path damaged = file(file);
    byte[] bytes = SOUND.get(damaged).clone();
    bytes[at % bytes.length] = value;
    readOrRefuse(damaged, bytes);
  }

  @Property(tries = 100)
  void anyFileCutShort(
      @ForAll @IntRange(max = 6) int file, @ForAll @IntRange(max = 1000) int thousandth)
      throws IOException {
    Path damaged = file(file);
    byte[] bytes = SOUND.get(damaged);
    readOrRefuse(damaged, java.util.Arrays.copyOf(bytes, bytes.length * thousandth / 1000));
  }

  /** Somewhere in a configuration or the index, another value stands. */
  @Property(tries = 600)
  void anyValueOfAConfiguration(
      @ForAll("configurations") Path file, @ForAll Random random, @ForAll("values") String value)
      throws IOException {
    JsonNode tree =
        StrictReader.parse(new String(SOUND.get(file), StandardCharsets.UTF_8), file.toString());
    List<Runnable> places = new ArrayList<>();
    collect(tree, places);
    places.get(random.nextInt(places.size())).run();
    String json = tree.toString().replaceFirst("\"@here@\"", value);
    readOrRefuse(file, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Every way to put a mark in a value's or a whole group's place. */
  private static void collect(JsonNode tree, List<Runnable> places) {
    if (tree instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              e -> {
                places.add(() -> object.put(e.getKey(), "@here@"));
                collect(e.getValue(), places);
              });
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        places.add(() -> array.set(index, "@here@"));
        collect(array.get(i), places);
      }
    }
  }

  @Provide
  Arbitrary<Path> configurations() {
    return Arbitraries.of(
        SOUND.keySet().stream().filter(f -> f.toString().endsWith(".json")).toList());
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of(
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"x\"",
        "0",
        "-1",
        "1",
        "3",
        "16.0",
        "1e9",
        "1000000000",
        "2147483647",
        "2147483648",
        "-2147483648",
        "9223372036854775808",
        "1e308",
        "1e999",
        "-1e-999",
        "NaN",
        "Infinity",
        "[1,2]",
        "[[1],[2]]",
        "{\"a\":1,\"a\":2}",
        "9".repeat(2000),
        "[".repeat(2000) + "]".repeat(2000),
        "[".repeat(100_000),
        "{\"a\":".repeat(2000) + "1" + "}".repeat(2000),
        "\"../part-0.safetensors\"",
        "\"\\u0000\\n\"",
        "\"" + "long".repeat(10_000) + "\"",
        "1,\"width\":2",
        "1}",
        "1]");
  }

  /** A file that claims to be a gigabyte is refused by its size; nothing reads it. */
  @Example
  void filesOfAGigabyte() throws IOException {
    List<Path> files = new ArrayList<>(SOUND.keySet());
    for (String more :
        List.of("vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json")) {
      files.add(folder.resolve("hf").resolve(more));
    }
    for (Path file : files) {
      try {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength(1L << 30);
        }
        Exception e =
            Assertions.assertThrows(Exception.class, () -> ClipModel.load(file.getParent()));
        assertOneLine(e);
        assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
      } finally {
        if (SOUND.containsKey(file)) {
          Files.write(file, SOUND.get(file));
        } else {
          Files.delete(file);
        }
      }
    }
  }

  private static Path file(int index) {
    return List.copyOf(SOUND.keySet()).get(index);
  }

  private static void readOrRefuse(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try (ClipModel read = ClipModel.load(file.getParent())) {
      long values = read.parameters().count();
      assertTrue(values < MOST_VALUES, values + " values");
    } catch (IOException | IllegalArgumentException e) {
      assertOneLine(e);
    } finally {
      Files.write(file, SOUND.get(file));
    }
  }

  private static void assertOneLine(Exception e) {
    assertTrue(e instanceof IOException || e instanceof IllegalArgumentException, e.toString());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertTrue(e.getMessage().length() < 1000, e.getMessage());
  }
}
