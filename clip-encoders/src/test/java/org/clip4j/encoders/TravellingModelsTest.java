package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.io.Dtype;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsFile;
import org.clip4j.core.io.SafetensorsHeader;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Models that transformers wrote ({@code make_models.py} beside them), and its features of them.
 */
class TravellingModelsTest {

  private static final String HALF = "/hugging-face/half";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"/hugging-face/sharded, true", "/hugging-face/half, false"})
  void featuresAreTransformers(String name, boolean quickGelu) throws Exception {
    try (ClipModel model = ClipModel.load(resource(name))) {
      ModelConfig expected =
          new ModelConfig(
              12,
              quickGelu,
              new VisionConfig(16, 8, 24, 1, 8, 1.5),
              new TextConfig(8, 40, 16, 4, 2, 2.5));
      assertEquals(expected, model.config());
      List<Double> std = model.spec().requirePreprocess().std();
      assertEquals(quickGelu ? 0.26862954 : 0.5, std.get(0));
      assertFeatures(name, model);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/hugging-face/sharded, OPEN_CLIP, OPEN_CLIP",
    "/hugging-face/sharded, HUGGING_FACE, OPEN_CLIP",
    "/hugging-face/half, OPEN_CLIP, HUGGING_FACE",
    "/hugging-face/half, HUGGING_FACE, HUGGING_FACE",
    "/golden/tiny-gelu, OPEN_CLIP, HUGGING_FACE",
    "/golden/tiny-gelu, HUGGING_FACE, OPEN_CLIP",
    "/golden/tiny-quickgelu, HUGGING_FACE, HUGGING_FACE",
    "/golden/small-uneven, OPEN_CLIP, OPEN_CLIP"
  })
  void featuresStayOnTheWay(String name, CheckpointLayout first, CheckpointLayout second)
      throws Exception {
    Path once = folder.resolve("once");
    Path twice = folder.resolve("twice");
    try (ClipModel model = ClipModel.load(resource(name))) {
      model.save(once, first);
      try (ClipModel onTheWay = ClipModel.load(once)) {
        onTheWay.save(twice, second);
      }
      try (ClipModel back = ClipModel.load(twice)) {
        assertEquals(model.spec(), back.spec());
        assertFeatures(name, back);
      }
    }
  }

  /** Hugging Face's layout has the number of heads where open_clip's has their width. */
  @Test
  void headsAreCountedOnTheWay() throws Exception {
    String uneven = "/golden/small-uneven";
    try (ClipModel model = ClipModel.load(resource(uneven))) {
      assertEquals(12, model.config().visionCfg().headWidth());
      model.save(folder, CheckpointLayout.HUGGING_FACE);
    }
    JsonNode vision =
        new ObjectMapper()
            .readTree(Files.readString(folder.resolve("config.json")))
            .get("vision_config");
    assertEquals(2, vision.get("num_attention_heads").intValue());
    assertEquals(30, vision.get("image_size").intValue());
    try (ClipModel back = ClipModel.load(folder)) {
      assertEquals(15, back.config().visionCfg().headWidth());
      assertFeatures(uneven, back);
    }
  }

  @Test
  void sixteenBitsAreWrittenAndRead() throws Exception {
    try (ClipModel model = ClipModel.load(resource(HALF))) {
      model.save(folder, CheckpointLayout.HUGGING_FACE, Dtype.F16);
    }
    Path file = folder.resolve("model.safetensors");
    SafetensorsHeader.read(file)
        .tensors()
        .values()
        .forEach(t -> assertEquals(Dtype.F16, t.dtype()));
    assertTrue(Files.readString(folder.resolve("config.json")).contains("\"float16\""));
    try (ClipModel back = ClipModel.load(folder)) {
      assertFeatures(HALF, back);
    }
  }

  @Test
  void whatAnEarlierModelLeftIsNotTakenForThisOnes() throws Exception {
    Files.writeString(folder.resolve("processor_config.json"), "{\"image_processor\": {}}");
    Files.writeString(folder.resolve("preprocessor_config.json"), "{}");
    Files.writeString(folder.resolve("vocab.json"), "{}");
    try (ClipModel model = ClipModel.load(resource(HALF))) {
      model.save(folder, CheckpointLayout.HUGGING_FACE);
      assertFalse(Files.exists(folder.resolve("vocab.json")));
      try (ClipModel back = ClipModel.load(folder)) {
        assertEquals(model.spec(), back.spec());
      }
    }
  }

  private static void assertFeatures(String name, ClipModel model) throws Exception {
    SafetensorsFile reference = Safetensors.read(resource(name).resolve("reference.safetensors"));
    INDArray image = reference.tensor("image");
    assertNear(
        reference.tensor("image_features"),
        model.embedPixels(image.ravel().toFloatVector(), (int) image.size(0)));
    assertNear(
        reference.tensor("text_features"),
        model.embedTokens(reference.tensor("text").toIntMatrix()));
  }

  private static void assertNear(INDArray expected, INDArray actual) {
    double worst = expected.sub(actual).amaxNumber().doubleValue();
    assertTrue(worst < 1e-5, "largest difference " + worst);
  }

  private static Path resource(String name) throws URISyntaxException, IOException {
    return Path.of(TravellingModelsTest.class.getResource(name).toURI());
  }
}
