package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.encoders.onnx.OnnxExport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model with a learned bias of the logits, as open_clip's SigLIP recipe has it. */
class LogitBiasTest {

  private static final ModelSpec BIASED = ModelSpec.of(with(Math.log(10), -10.0));

  @TempDir private Path folder;

  private static ModelConfig with(Double scale, Double bias) {
    ModelConfig c = ModelFolder.CONFIG;
    return new ModelConfig(c.embedDim(), c.quickGelu(), c.visionCfg(), c.textCfg(), scale, bias);
  }

  private static ClipModel model(ModelSpec spec) {
    ClipModel model = new ClipModel(spec, DataType.FLOAT, false);
    model.initialize(5);
    return model;
  }

  @Test
  void startsWhereTheConfigurationSays() {
    try (ClipModel model = model(BIASED);
        ClipModel plain = ModelFolder.model()) {
      assertEquals(Math.log(10), model.logitScale().value().get(0), 1e-7);
      assertEquals(-10, model.logitBias().orElseThrow().value().get(0));
      assertEquals("logit_bias", model.logitBias().orElseThrow().name());
      assertEquals(0, model.logitBias().orElseThrow().shape().length);
      assertEquals(plain.parameters().count() + 1, model.parameters().count());
      assertEquals(Optional.empty(), plain.logitBias());
    }
  }

  @Test
  void isAddedToTheLogits() {
    try (ClipModel model = model(BIASED)) {
      INDArray rows = Nd4j.eye(8).castTo(DataType.FLOAT);
      INDArray logits = model.logits(rows, rows);
      assertEquals(0, logits.getDouble(3, 3), 1e-5);
      assertEquals(-10, logits.getDouble(3, 4), 1e-5);
    }
  }

  @Test
  void travelsInOpenClipsLayout() throws IOException {
    try (ClipModel model = model(BIASED)) {
      model.logitBias().orElseThrow().value().set(0, -7.5);
      model.save(folder, CheckpointLayout.OPEN_CLIP);
    }
    String json = Files.readString(folder.resolve("open_clip_config.json"));
    assertTrue(json.contains("\"init_logit_bias\" : -10.0"), json);
    assertTrue(json.contains("\"init_logit_scale\" : 2.30258509"), json);
    try (ClipModel read = ClipModel.load(folder)) {
      assertEquals(-7.5, read.logitBias().orElseThrow().value().get(0));
      assertEquals(BIASED.config(), read.config());
      assertEquals(BIASED.config(), read.config().resized(16, 8));
    }
  }

  @Test
  void hasNoPlaceInHuggingFacesLayout() throws IOException {
    try (ClipModel model = model(BIASED)) {
      ConfigException e =
          assertThrows(
              ConfigException.class, () -> model.save(folder, CheckpointLayout.HUGGING_FACE));
      assertTrue(e.getMessage().contains("logit_bias"), e.getMessage());
      assertTrue(e.getMessage().contains("open_clip's layout"), e.getMessage());
    }
    try (Stream<Path> written = Files.list(folder)) {
      assertEquals(0, written.count());
    }
  }

  @Test
  void weightsWithoutItAreRefusedByName() throws IOException {
    try (ClipModel plain = ModelFolder.model();
        ClipModel model = model(BIASED)) {
      plain.save(folder, CheckpointLayout.OPEN_CLIP);
      ConfigException e = assertThrows(ConfigException.class, () -> model.readWeights(folder));
      assertTrue(e.getMessage().contains("init_logit_bias is absent"), e.getMessage());
      IllegalArgumentException missing =
          assertThrows(
              IllegalArgumentException.class,
              () -> Checkpoint.open(folder).readInto(model.parameters()));
      assertTrue(missing.getMessage().contains("logit_bias is missing"), missing.getMessage());
    }
  }

  /** Where the scale and the bias once started says nothing of weights that were learned. */
  @Test
  void otherFirstValuesAreNoOtherModel() {
    assertEquals(Optional.empty(), BIASED.firstDifference(ModelSpec.of(with(null, -3.0))));
    assertEquals(
        Optional.empty(),
        ModelSpec.of(ModelFolder.CONFIG).firstDifference(ModelSpec.of(with(2.0, null))));
    assertTrue(
        ModelSpec.of(ModelFolder.CONFIG)
            .firstDifference(BIASED)
            .orElseThrow()
            .contains("init_logit_bias is -10.0, expected absent"));
  }

  @Test
  void impossibleFirstValuesAreRefused() {
    for (String key : new String[] {"init_logit_scale", "init_logit_bias"}) {
      for (String value : new String[] {"1e9", "-1e9", "\"NaN\"", "\"ten\"", "[1]"}) {
        String json =
            "{\"embed_dim\":8,\"vision_cfg\":{},\"text_cfg\":{},\"" + key + "\":" + value + "}";
        ConfigException e =
            assertThrows(
                ConfigException.class,
                () -> ModelConfig.read(StrictReader.parse(json, "my.json"), "my.json"));
        assertTrue(e.getMessage().contains(key), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
  }

  @Test
  void anExportTellsIt() throws IOException {
    try (ClipModel model = model(BIASED)) {
      new OnnxExport(model).write(folder, false, written -> {});
    }
    byte[] file = Files.readAllBytes(folder.resolve(OnnxExport.VISUAL));
    String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("logit_bias"), "the metadata");
    assertFalse(text.contains("NaN"));
  }
}
