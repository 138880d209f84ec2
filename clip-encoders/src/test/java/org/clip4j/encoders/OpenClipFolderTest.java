package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OpenClipFolderTest {

  private static final ModelConfig CONFIG =
      new ModelConfig(
          8, true, new VisionConfig(16, 8, 32, 1, 16, 4), new TextConfig(8, 50, 16, 2, 1, 4));

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, false);
        ClipModel read = new ClipModel(CONFIG, DataType.FLOAT, false)) {
      model.initialize(5);
      OpenClipFolder.write(folder, model, PreprocessConfig.clip(16));
      OpenClipFolder.Description description = OpenClipFolder.describe(folder);
      assertEquals(CONFIG, description.model());
      assertEquals(PreprocessConfig.clip(16), description.preprocess());
      OpenClipFolder.readWeights(folder, read);
      for (Parameter p : model.parameters().all()) {
        assertEquals(
            p.value().array(),
            read.parameters().find(p.name()).orElseThrow().value().array(),
            p.name());
      }
    }
  }

  @Test
  void anotherModelIsRefusedWithTheDifferenceNamed() throws IOException {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, false)) {
      OpenClipFolder.write(folder, model, PreprocessConfig.clip(16));
    }
    ModelConfig gelu = new ModelConfig(8, false, CONFIG.visionCfg(), CONFIG.textCfg());
    ConfigException e =
        assertThrows(ConfigException.class, () -> OpenClipFolder.requireSame(folder, gelu));
    assertTrue(
        e.getMessage().endsWith("model_cfg.quick_gelu is true, expected false"), e.getMessage());
    OpenClipFolder.requireSame(folder, CONFIG);
  }

  @Test
  void tensorsThatDoNotFitAreNamed() throws IOException {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, false)) {
      Map<String, INDArray> tensors = new LinkedHashMap<>();
      for (Parameter p : model.parameters().all()) {
        tensors.put(p.name(), p.value().array());
      }
      INDArray projection = tensors.remove("visual.proj");
      assertRefused(model, tensors, "visual.proj is missing");
      tensors.put("visual.proj", Nd4j.zeros(DataType.FLOAT, 32, 9));
      assertRefused(model, tensors, "visual.proj is [32, 9], the model needs [32, 8]");
      tensors.put("visual.proj", projection);
      tensors.put("visual.extra", projection);
      assertRefused(model, tensors, "no parameter called visual.extra");
    }
  }

  private void assertRefused(ClipModel model, Map<String, INDArray> tensors, String message)
      throws IOException {
    Safetensors.write(folder.resolve(OpenClipFolder.WEIGHTS), tensors, Map.of());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> OpenClipFolder.readWeights(folder, model));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void aFolderWithoutAModelSaysWhatWasExpected() throws IOException {
    assertThrows(NoSuchFileException.class, () -> OpenClipFolder.describe(folder));
    Files.writeString(folder.resolve(OpenClipFolder.CONFIG), "{\"preprocess_cfg\": {}}");
    ConfigException e = assertThrows(ConfigException.class, () -> OpenClipFolder.describe(folder));
    assertTrue(e.getMessage().contains("model_cfg is missing"), e.getMessage());
  }
}
