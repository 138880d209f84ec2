package org.clip4j.train.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clip4j.core.io.Safetensors;
import org.junit.jupiter.api.BeforeEach;
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

  @ParameterizedTest
  @ValueSource(strings = {ReferenceFolder.CONFIG, ReferenceFolder.WEIGHTS, "reference.safetensors"})
  void missingFile(String file) throws Exception {
    folder.model("tiny-gelu");
    Files.delete(root.resolve("tiny-gelu").resolve(file));
    assertOnlyFailure("tiny-gelu", file);
  }

  @ParameterizedTest
  @ValueSource(strings = {ReferenceFolder.CONFIG, ReferenceFolder.WEIGHTS, "reference.safetensors"})
  void fileCutShort(String file) throws Exception {
    folder.model("tiny-gelu");
    Path path = root.resolve("tiny-gelu").resolve(file);
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length / 2));
    assertOnlyFailure("tiny-gelu", file);
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
    Consumer<Map<String, INDArray>> onlyInputs =
        t -> t.keySet().removeIf(name -> !name.equals("image") && !name.equals("text"));
    return Stream.of(
        Arguments.of(noImage, "the tensor image is missing"),
        Arguments.of(noTexts, "the tensor text is missing"),
        Arguments.of(flat, "expected the shape [8, 3, 32, 32]"),
        Arguments.of(fewer, "expected the shape [8, 3, 32, 32]"),
        Arguments.of(fraction, "0.5 is no token id"),
        Arguments.of(outside, "id 300 is outside the vocabulary of 300"),
        Arguments.of(below, "id -1 is outside the vocabulary"),
        Arguments.of(oneRow, "expected rows of token ids"),
        Arguments.of(onlyInputs, "holds nothing to check"));
  }

  @ParameterizedTest
  @MethodSource("modelFaults")
  void batchThatIsNone(Consumer<Map<String, INDArray>> change, String why) throws Exception {
    folder.model("tiny-gelu", name -> !TrainingReplay.isOfTraining(name), change);
    assertOnlyFailure("tiny-gelu", why);
  }

  @Test
  void parametersAfterAnUnknownNumberOfSteps() throws Exception {
    folder.model(
        "tiny-gelu", name -> !name.startsWith("train.") && !name.startsWith("grad."), t -> {});
    assertOnlyFailure("tiny-gelu", "the tensor train.loss is missing");
  }

  @Test
  void anEndlessTraining() throws Exception {
    folder.model(
        "tiny-gelu",
        name -> !name.startsWith("grad."),
        t -> t.put("train.loss", Nd4j.zeros(DataType.FLOAT, 100_000)));
    assertOnlyFailure("tiny-gelu", "expected one loss a step, 1 to 1000");
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
    assertOnlyFailure("losses/" + tensor.replaceAll("[a-z]+$", "loss"), why);
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
