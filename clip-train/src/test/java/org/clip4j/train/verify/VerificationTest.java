package org.clip4j.train.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.clip4j.core.io.SafetensorsHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The bundled values of open_clip, all of them, on this platform's kernels. */
class VerificationTest {

  @TempDir private Path root;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void agreesWithOpenClip(DataType type) throws Exception {
    VerificationReport report = ReferenceFolder.whole(root).verify(type);
    List<Check> failed = report.checks().stream().filter(check -> !check.pass()).toList();
    assertEquals(List.of(), failed);
    assertTrue(report.pass());
    assertEquals(expectedNames(), names(report));
  }

  /** Every value of every reference file, so that none is passed over. */
  private Set<String> expectedNames() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String model : ReferenceFolder.MODELS) {
      tensors(model, root.resolve(model).resolve("reference.safetensors"), names);
      names.remove(model + "/image");
      names.remove(model + "/text");
    }
    tensors("losses", root.resolve("losses.safetensors"), names);
    names.removeIf(name -> name.matches("losses/[a-z]+\\.[0-9]+\\.(image|text)"));
    tensors("preprocess", root.resolve("preprocess/reference.safetensors"), names);
    JsonNode rows = new ObjectMapper().readTree(Files.readAllBytes(root.resolve("tokenizer.json")));
    for (int i = 0; i < rows.size(); i++) {
      names.add(String.format("tokenizer/%04d", i));
    }
    assertTrue(names.containsAll(List.of("tiny-gelu/grad.visual.proj", "losses/siglip.257.loss")));
    assertTrue(names.containsAll(List.of("preprocess/64.photo.jpg", "tokenizer/0017")));
    return names;
  }

  private static void tensors(String part, Path file, Set<String> into) throws IOException {
    SafetensorsHeader.read(file).tensors().keySet().forEach(name -> into.add(part + "/" + name));
  }

  private static Set<String> names(VerificationReport report) {
    Set<String> names =
        report.checks().stream().map(Check::name).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(names.size(), report.checks().size());
    return names;
  }

  @Test
  void loneModelIsCalledAsItsFolder() throws Exception {
    new ReferenceFolder(root)
        .model("tiny-gelu", name -> !TrainingReplay.isOfTraining(name), t -> {});
    List<String> told = new ArrayList<>();
    VerificationReport report =
        Verification.run(
            root.resolve("tiny-gelu"), new VerificationOptions(DataType.FLOAT, told::add));
    assertTrue(report.pass());
    assertEquals(List.of("tiny-gelu"), report.parts().stream().map(Part::name).toList());
    assertTrue(names(report).contains("tiny-gelu/text_features"));
    assertTrue(names(report).stream().noneMatch(name -> name.contains("train.")));
    assertTrue(told.contains("tiny-gelu: features, loss and gradients"), told.toString());
  }

  @Test
  void featuresAndLossAreEnough() throws Exception {
    Set<String> few = Set.of("image", "text", "image_features", "text_features", "loss");
    VerificationReport report =
        new ReferenceFolder(root).model("tiny-gelu", few::contains, t -> {}).verify(DataType.FLOAT);
    assertTrue(report.pass());
    assertEquals(
        Set.of("tiny-gelu/image_features", "tiny-gelu/text_features", "tiny-gelu/loss"),
        names(report));
  }

  @Test
  void nothingToCheckIsAnErrorThatSaysWhatWasExpected() throws Exception {
    Files.createDirectory(root.resolve("empty"));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new ReferenceFolder(root).verify(DataType.FLOAT));
    assertTrue(e.getMessage().contains("expected a model (open_clip_config.json"), e.getMessage());
    Path file = Files.writeString(root.resolve("file"), "");
    assertThrows(
        NotDirectoryException.class,
        () -> Verification.run(file, VerificationOptions.of(DataType.FLOAT)));
  }

  @Test
  void jsonIsOneLineAndHoldsWhatIsNoNumber() throws Exception {
    Check off = Check.of("a/b", Kind.LOSS, Double.POSITIVE_INFINITY, 1e-6);
    Check on = Check.of("a/c", Kind.LOSS, 1.5e-7, 1e-6);
    VerificationReport report =
        new VerificationReport(
            List.of(new Part("a", "", List.of(off, on, Check.failed("a", Kind.LOSS, 0, "why\n")))));
    String json = report.toJson();
    assertEquals(1, json.lines().count());
    JsonNode tree = new ObjectMapper().readTree(json);
    assertEquals("false", tree.get("pass").toString());
    assertTrue(tree.at("/checks/0/max_error").isNull());
    assertEquals(
        "{\"name\":\"a/c\",\"max_error\":1.5E-7,\"allowed\":1.0E-6,\"pass\":true}",
        tree.at("/checks/1").toString());
    assertTrue(tree.at("/checks/2/max_error").isNull());
    assertEquals("why\n", tree.at("/checks/2/note").asText());
  }

  @Test
  void onlyFloatAndDouble() {
    assertThrows(IllegalArgumentException.class, () -> VerificationOptions.of(DataType.BFLOAT16));
  }
}
