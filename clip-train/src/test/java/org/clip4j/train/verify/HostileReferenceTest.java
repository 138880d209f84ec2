package org.clip4j.train.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is missing or damaged is a failed check that says so; the rest is checked all the same. */
@Tag("long")
class HostileReferenceTest {

  @TempDir private Path root;
  private ReferenceFolder folder;

  @BeforeEach
  void aTextThatAgrees() throws IOException {
    folder = new ReferenceFolder(root).texts(rows -> {});
  }

  private void assertOnlyFailure(String name, String part) throws IOException {
    String note = folder.onlyNote();
    assertTrue(note.startsWith(name + ": ") && note.contains(part), note);
  }

  /** All that a part should have said fails, each by its name and for this reason. */
  private void assertAllFail(Collection<String> names, String part) throws IOException {
    List<Check> failed =
        folder.verify(DataType.FLOAT).checks().stream().filter(check -> !check.pass()).toList();
    assertEquals(new TreeSet<>(names), new TreeSet<>(failed.stream().map(Check::name).toList()));
    assertEquals(names.size(), failed.size());
    for (Check check : failed) {
      assertTrue(Double.isNaN(check.maxError()), check.name());
      assertTrue(check.note().contains(part), check.note());
    }
  }

  private Set<String> tensors(String part, String file) throws IOException {
    return SafetensorsHeader.read(root.resolve(file)).tensors().keySet().stream()
        .map(name -> part + "/" + name)
        .collect(Collectors.toSet());
  }

  private Set<String> tensors() throws IOException {
    return tensors("tiny-gelu", "tiny-gelu/reference.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {ReferenceFolder.CONFIG, ReferenceFolder.WEIGHTS})
  void missingFile(String file) throws Exception {
    folder.model("tiny-gelu");
    Files.delete(root.resolve("tiny-gelu").resolve(file));
    assertAllFail(tensors(), file);
  }

  @ParameterizedTest
  @ValueSource(strings = {ReferenceFolder.CONFIG, ReferenceFolder.WEIGHTS})
  void fileCutShort(String file) throws Exception {
    folder.model("tiny-gelu");
    cut(root.resolve("tiny-gelu").resolve(file));
    assertAllFail(tensors(), file);
  }

  /** Nobody knows then what the values would have been called. */
  @Test
  void referenceThatIsMissingOrCutShort() throws Exception {
    folder.model("tiny-gelu");
    Path file = root.resolve("tiny-gelu/reference.safetensors");
    cut(file);
    assertOnlyFailure("tiny-gelu", "reference.safetensors");
    Files.delete(file);
    assertOnlyFailure("tiny-gelu", "reference.safetensors");
  }

  private static void cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  static Stream<Arguments> modelFaults() {
    Consumer<Map<String, INDArray>> noImage = t -> t.remove("image");
    Consumer<Map<String, INDArray>> noTexts = t -> t.remove("text");
    Consumer<Map<String, INDArray>> flat =
        t -> t.put("image", Nd4j.zeros(DataType.FLOAT, 8, 3, 32));
    Consumer<Map<String, INDArray>> fewer =
        t -> t.put("image", Nd4j.zeros(DataType.FLOAT, 7, 3, 32, 32));
    Consumer<Map<String, INDArray>> fraction =
        t -> t.put("text", Nd4j.zeros(DataType.FLOAT, 8, 16).addi(0.5));
    Consumer<Map<String, INDArray>> outside =
        t -> t.put("text", Nd4j.zeros(DataType.FLOAT, 8, 16).addi(300));
    Consumer<Map<String, INDArray>> below =
        t -> t.put("text", Nd4j.zeros(DataType.FLOAT, 8, 16).addi(-1));
    Consumer<Map<String, INDArray>> oneRow = t -> t.put("text", Nd4j.zeros(DataType.FLOAT, 8));
    return Stream.of(
        Arguments.of(noImage, "the tensor image is missing"),
        Arguments.of(noTexts, "the tensor text is missing"),
        Arguments.of(flat, "expected the shape [8, 3, 32, 32]"),
        Arguments.of(fewer, "expected the shape [8, 3, 32, 32]"),
        Arguments.of(fraction, "0.5 is no token id"),
        Arguments.of(outside, ": Caption 0, token 0: id 300 is outside the vocabulary of 300"),
        Arguments.of(below, "id -1 is outside the vocabulary"),
        Arguments.of(oneRow, "expected rows of token ids"));
  }

  @ParameterizedTest
  @MethodSource("modelFaults")
  void batchThatIsNone(Consumer<Map<String, INDArray>> change, String why) throws Exception {
    folder.model("tiny-gelu", name -> !TrainingReplay.isOfTraining(name), change);
    Set<String> all = tensors();
    List<String> gone =
        Stream.of("tiny-gelu/image", "tiny-gelu/text").filter(n -> !all.contains(n)).toList();
    if (gone.isEmpty()) {
      assertAllFail(all, why);
    } else {
      all.addAll(gone);
      assertAllFail(all, "missing");
      String note =
          folder.verify(DataType.FLOAT).checks().stream()
              .filter(check -> check.name().equals("tiny-gelu/loss"))
              .findFirst()
              .orElseThrow()
              .note();
      assertTrue(note.contains(why), note);
    }
  }

  @Test
  void aCaptionThatIsNoneIsToldWithFileAndKey() throws Exception {
    folder.model(
        "tiny-gelu",
        name -> !TrainingReplay.isOfTraining(name),
        t -> t.put("text", Nd4j.ones(DataType.FLOAT, 8, 16).muli(300)));
    String note = folder.verify(DataType.FLOAT).checks().get(0).note();
    Path file = root.resolve("tiny-gelu/reference.safetensors");
    assertTrue(note.startsWith(file + ": \"text\" F32[8, 16]"), note);
  }

  @Test
  void aBatchAlone() throws Exception {
    folder.model("tiny-gelu", Set.of("image", "text")::contains, t -> {});
    assertAllFail(
        List.of("tiny-gelu/image_features", "tiny-gelu/text_features", "tiny-gelu/loss"),
        "missing from");
  }

  @Test
  void parametersAfterAnUnknownNumberOfSteps() throws Exception {
    folder.model("tiny-gelu", name -> !name.equals("train.loss"), t -> {});
    Set<String> training = training();
    training.add("tiny-gelu/train.loss");
    assertAllFail(training, "missing");
  }

  @Test
  void anEndlessTraining() throws Exception {
    folder.model(
        "tiny-gelu", name -> true, t -> t.put("train.loss", Nd4j.zeros(DataType.FLOAT, 100_000)));
    assertAllFail(training(), "expected one loss a step, 1 to 1000");
  }

  private Set<String> training() throws IOException {
    Set<String> names = new TreeSet<>(tensors());
    names.removeIf(name -> !TrainingReplay.isOfTraining(name.substring("tiny-gelu/".length())));
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "infonce.8.image|the tensor infonce.8.image is missing",
        "siglip.257.text|the tensor siglip.257.text is missing",
      })
  void lossWithoutEmbeddings(String tensor, String why) throws Exception {
    folder.losses(t -> t.remove(tensor));
    Set<String> group = tensors("losses", "losses.safetensors");
    String prefix = tensor.replaceAll("[a-z]+$", "");
    group.removeIf(name -> !name.startsWith("losses/" + prefix));
    group.add("losses/" + tensor);
    assertAllFail(group, "missing");
    assertTrue(
        folder.verify(DataType.FLOAT).checks().stream().anyMatch(c -> c.note().contains(why)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[|not valid JSON",
        "{}|expected a JSON array of texts",
        "[]|expected a JSON array of texts",
        "nothing|not valid JSON",
      })
  void textsThatAreNone(String json, String why) throws Exception {
    Files.writeString(root.resolve("tokenizer.json"), json);
    assertOnlyFailure("tokenizer", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"text\": 3, \"ids\": \"x\"}]|[0]",
        "[{\"text\": \"a\", \"ids\": [1.5]}]|expected a whole number",
        "[{\"txt\": \"a\"}]|unknown key '[0].txt'; did you mean",
        "[7]|[0]",
        "[null]|expected",
      })
  void aTextThatIsNone(String json, String why) throws Exception {
    Files.writeString(root.resolve("tokenizer.json"), json);
    assertOnlyFailure("tokenizer/0000", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "64.../wide.png|expected the name of a file in",
        "64.a/wide.png|expected the name of a file in",
        "64./etc/hostname|expected the name of a file in",
        "64..|expected the name of a file in",
        "64...|expected the name of a file in",
        "64.a\\wide.png|expected the name of a file in",
        "64.none.png|no such file",
        "64.reference.safetensors|not a JPEG, PNG, WebP, GIF or BMP picture",
        "63.wide.png|expected the shape [3, 63, 63]",
        "9999.wide.png|size",
        "wide.png|expected a tensor called SIZE.FILE",
        "0.wide.png|expected a tensor called SIZE.FILE",
        "99999999999.wide.png|expected a tensor called SIZE.FILE",
      })
  void pictureThatIsNone(String tensor, String why) throws Exception {
    folder.pictures(t -> t.put(tensor, Nd4j.zeros(DataType.FLOAT, 3, 64, 64)));
    assertOnlyFailure("preprocess/" + tensor, why);
  }

  @Test
  void folderWithoutReference() throws Exception {
    Files.createDirectory(root.resolve("preprocess"));
    assertOnlyFailure("preprocess", "reference.safetensors: no such file");
    Safetensors.write(root.resolve("preprocess/reference.safetensors"), Map.of(), Map.of());
    assertOnlyFailure("preprocess", "holds no picture to check");
  }

  @Test
  void aFolderInPlaceOfAFile() throws Exception {
    Files.delete(root.resolve("tokenizer.json"));
    Files.createDirectory(root.resolve("tokenizer.json"));
    assertEquals(
        "tokenizer: " + root.resolve("tokenizer.json") + ": not a file", folder.onlyNote());
  }
}
