package org.clip4j.train.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.clip4j.core.io.Safetensors;
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

/** One value that is off is found, and nothing else is blamed. */
@Tag("long")
class VerificationFaultsTest {

  @TempDir private Path root;

  /** Adds something to one entry. */
  private static Consumer<Map<String, INDArray>> add(String tensor, double difference) {
    return tensors -> {
      INDArray flat = tensors.get(tensor).reshape(tensors.get(tensor).length());
      long at = flat.length() / 2;
      flat.putScalar(at, flat.getDouble(at) + difference);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "image_features, 1e-5",
    "text_features, NaN",
    "loss, 1e-5",
    "grad.visual.proj, 1e-4",
    "grad.logit_scale, 1e-3",
    "grad.transformer.resblocks.1.attn.in_proj_bias, Infinity",
  })
  void oneNumberOfABatch(String tensor, double difference) throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root)
            .model(
                "tiny-gelu", name -> !TrainingReplay.isOfTraining(name), add(tensor, difference));
    assertEquals(List.of("tiny-gelu/" + tensor), folder.failures());
  }

  @ParameterizedTest
  @CsvSource({
    "train.loss, 1e-4",
    "train.lr, 1e-10",
    "after.visual.proj, 1e-4",
    "after.logit_scale, NaN",
  })
  void oneNumberOfTheTraining(String tensor, double difference) throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root).model("tiny-gelu", name -> true, add(tensor, difference));
    assertEquals(List.of("tiny-gelu/" + tensor), folder.failures());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "infonce.257.loss",
        "siglip.257.loss",
        "infonce.8.grad.image",
        "siglip.8.grad.text",
        "infonce.257.grad.scale",
        "siglip.8.grad.bias"
      })
  void oneNumberOfTheLosses(String tensor) throws Exception {
    // However large the values beside it are.
    ReferenceFolder folder = new ReferenceFolder(root).losses(add(tensor, 1.2e-12));
    assertEquals(List.of("losses/" + tensor), folder.failures());
  }

  static Stream<Arguments> textFaults() {
    Consumer<ObjectNode> id = row -> ((ArrayNode) row.get("ids")).set(1, 7);
    Consumer<ObjectNode> oneMore = row -> ((ArrayNode) row.get("ids")).add(7);
    Consumer<ObjectNode> padding = row -> ((ArrayNode) row.get("padded77")).set(76, 1);
    Consumer<ObjectNode> shorter = row -> ((ArrayNode) row.get("padded77")).remove(76);
    Consumer<ObjectNode> decoded = row -> row.put("decoded", "a photo of a dog ");
    Consumer<ObjectNode> without = row -> row.remove("padded77");
    return Stream.of(
        Arguments.of(id, "ids[1]: the reference has id 7, here it is id 1125"),
        Arguments.of(oneMore, "ids[5]: the reference has id 7, here it is no more"),
        Arguments.of(padding, "padded77[76]: the reference has id 1, here it is id 0"),
        Arguments.of(shorter, "padded77[76]: the reference has no more, here it is id 0"),
        Arguments.of(decoded, "decoded is another text"),
        Arguments.of(without, "expected text, ids, padded77 and decoded"));
  }

  @ParameterizedTest
  @MethodSource("textFaults")
  void oneTextThatIsOff(Consumer<ObjectNode> change, String note) throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root).texts(rows -> change.accept((ObjectNode) rows.get(0)));
    assertEquals("tokenizer/0000: " + note, folder.onlyNote());
  }

  @Test
  void oneTextWithAnIdThatIsNone() throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root).texts(rows -> ((ArrayNode) rows.get(0).get("ids")).setNull(0));
    String note =
        root.resolve("tokenizer.json") + ": [0].ids[0]: expected a whole number, not null";
    assertEquals("tokenizer/0000: " + note, folder.onlyNote());
  }

  @ParameterizedTest
  @CsvSource({"64.wide.png, 0.1", "64.picture.webp, NaN", "224.photo.jpg, 0.2"})
  void onePixelThatIsOff(String tensor, double difference) throws Exception {
    ReferenceFolder folder = new ReferenceFolder(root).pictures(add(tensor, difference));
    assertEquals(List.of("preprocess/" + tensor), folder.failures());
  }

  /** Each within the largest difference allowed, but too many of them. */
  @Test
  void manyPixelsThatAreALittleOff() throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root)
            .pictures(
                tensors -> {
                  INDArray flat = tensors.get("64.exact.png").reshape(3 * 64 * 64);
                  for (int i = 0; i < 13; i++) {
                    flat.putScalar(i, flat.getDouble(i) + 1 / 255.0 / 0.26862954);
                  }
                });
    List<Check> failed =
        folder.verify(DataType.FLOAT).checks().stream().filter(c -> !c.pass()).toList();
    assertEquals(1, failed.size());
    assertEquals(1, failed.get(0).maxError(), 1e-9);
    assertEquals(13.0 / (3 * 64 * 64), failed.get(0).share().get().differing());
  }

  @Test
  void aWeightThatIsOffShows() throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root)
            .model("tiny-gelu", name -> !TrainingReplay.isOfTraining(name), tensors -> {});
    Path weights = root.resolve("tiny-gelu").resolve(ReferenceFolder.WEIGHTS);
    Map<String, INDArray> tensors = Safetensors.read(weights).tensors();
    add("text_projection", 0.01).accept(tensors);
    Safetensors.write(weights, tensors, Map.of());
    List<String> failures = folder.failures();
    assertTrue(failures.contains("tiny-gelu/text_features"), failures.toString());
    assertFalse(failures.contains("tiny-gelu/image_features"), failures.toString());
  }

  /** A loss that is not finite stops the training; all that would have followed fails. */
  @Test
  void trainingThatBreaksOffFails() throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root)
            .model(
                "tiny-gelu",
                name -> true,
                tensors -> tensors.get("image").putScalar(0, Double.NaN));
    List<String> failures = folder.failures();
    assertTrue(
        failures.containsAll(
            List.of("tiny-gelu/loss", "tiny-gelu/train.loss", "tiny-gelu/after.visual.proj")),
        failures.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "image_feature, did you mean 'image_features'?",
    "grad.visual.nothing, the model has no such parameter",
    "after.grad.visual.proj, the model has no such parameter",
  })
  void unknownNameIsNotPassedOver(String tensor, String hint) throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root)
            .model(
                "tiny-gelu",
                name -> true,
                tensors -> tensors.put(tensor, Nd4j.ones(DataType.FLOAT, 3)));
    String note = folder.onlyNote();
    assertTrue(note.startsWith("tiny-gelu/" + tensor + ": not the name of"), note);
    assertTrue(note.endsWith(hint), note);
  }

  @Test
  void unknownLossIsNotPassedOver() throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root)
            .losses(tensors -> tensors.put("infonce.8.grad.bias", Nd4j.ones(DataType.FLOAT, 1)));
    assertEquals("losses/infonce.8.grad.bias: InfoNCE has no bias", folder.onlyNote());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grad.visual.proj",
        "after.transformer.resblocks.0.ln_1.bias",
        "image_features",
        "text_features",
        "loss",
        "train.lr"
      })
  void aValueThatIsGoneFails(String tensor) throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root).model("tiny-gelu", name -> !name.equals(tensor), t -> {});
    String note = folder.onlyNote();
    assertTrue(note.startsWith("tiny-gelu/" + tensor + ": missing from "), note);
    assertTrue(note.endsWith("reference.safetensors"), note);
  }

  /** As of a model in full size: gradients may be some, features and loss have to be there. */
  @Test
  void someGradientsAreEnoughWithoutTraining() throws Exception {
    Predicate<String> some = n -> !TrainingReplay.isOfTraining(n) && !n.startsWith("grad.v");
    assertEquals(List.of(), new ReferenceFolder(root).model("tiny-gelu", some, t -> {}).failures());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "infonce.8.loss",
        "infonce.257.grad.scale",
        "siglip.8.grad.bias",
        "siglip.257.grad.text"
      })
  void aPartOfTheLossesThatIsGoneFails(String tensor) throws Exception {
    String note = new ReferenceFolder(root).losses(t -> t.remove(tensor)).onlyNote();
    assertTrue(note.startsWith("losses/" + tensor + ": missing from "), note);
  }

  @Test
  void anotherShapeIsAnotherValue() throws Exception {
    ReferenceFolder folder =
        new ReferenceFolder(root)
            .model(
                "tiny-gelu",
                name -> !TrainingReplay.isOfTraining(name),
                tensors -> tensors.computeIfPresent("grad.visual.proj", (n, t) -> t.transpose()));
    assertEquals(
        "tiny-gelu/grad.visual.proj: the reference is [48, 64], here it is [64, 48]",
        folder.onlyNote());
  }
}
