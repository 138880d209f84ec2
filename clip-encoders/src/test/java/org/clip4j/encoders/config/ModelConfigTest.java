package org.clip4j.encoders.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.kernels.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {

  @ParameterizedTest
  @CsvSource({
    "ViT-B-32, 224, 32, 12, 768, 512, 512, 8",
    "ViT-B-16, 224, 16, 12, 768, 512, 512, 8",
    "ViT-L-14, 224, 14, 24, 1024, 768, 768, 12",
    "ViT-L-14-336-quickgelu, 336, 14, 24, 1024, 768, 768, 12"
  })
  void presetsHaveOpenClipsSizes(
      String name, int size, int patch, int layers, int width, int embed, int text, int heads) {
    ModelConfig config = ModelConfig.preset(name);
    assertEquals(size, config.visionCfg().imageSize());
    assertEquals(patch, config.visionCfg().patchSize());
    assertEquals(layers, config.visionCfg().layers());
    assertEquals(width, config.visionCfg().width());
    assertEquals(embed, config.embedDim());
    assertEquals(text, config.textCfg().width());
    assertEquals(heads, config.textCfg().heads());
    assertEquals(77, config.textCfg().contextLength());
    assertEquals(49408, config.textCfg().vocabSize());
    Activation expected = name.endsWith("quickgelu") ? Activation.QUICK_GELU : Activation.GELU;
    assertEquals(expected, config.activation());
  }

  @Test
  void noConfigurationIsRefused() {
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> ModelConfig.read(NullNode.getInstance(), "model.json"));
    assertEquals("model.json: model_cfg is null, expected keys", e.getMessage());
  }

  @Test
  void everyPresetIsReadableInBothForms() {
    for (String name : ModelConfig.PRESETS) {
      assertEquals(Activation.GELU, ModelConfig.preset(name).activation());
      assertEquals(Activation.QUICK_GELU, ModelConfig.preset(name + "-quickgelu").activation());
    }
  }

  @Test
  void anotherPatchDropoutLeavesTheRest() {
    ModelConfig plain = ModelConfig.preset("ViT-Micro-8-32");
    ModelConfig biased =
        new ModelConfig(
            plain.embedDim(), true, plain.visionCfg(), plain.textCfg(), Math.log(10), -10.0);
    ModelConfig dropping = biased.withPatchDropout(0.5);
    assertEquals(0.5, dropping.visionCfg().patchDropout());
    assertEquals(biased, dropping.withPatchDropout(0));
  }

  /** As open_clip and PyTorch round down. */
  @Test
  void patchesAndHeadsNeedNotComeOutEven() {
    VisionConfig vision = new VisionConfig(30, 8, 96, 1, 40, 4);
    assertEquals(9, vision.patches());
    assertEquals(10, vision.tokens());
    assertEquals(2, vision.heads());
    assertEquals(2, vision.transformer(Activation.GELU).heads());
    // What was read is written again.
    assertEquals(40, StrictReader.write(vision).get("head_width").intValue());
    assertEquals(null, StrictReader.write(vision).get("heads"));
  }

  /** As open_clip rounds down, and keeps one at least. */
  @ParameterizedTest
  @CsvSource({"0, 49", "0.01, 48", "0.5, 24", "0.75, 12", "0.9, 4", "0.99, 1"})
  void patchDropoutKeepsSoManyPatches(double rate, int kept) {
    VisionConfig vision = new VisionConfig(224, 32, 64, 1, 32, 4, rate);
    assertEquals(kept, vision.keptPatches());
    assertEquals(49, vision.patches());
    ModelConfig config =
        new ModelConfig(8, false, vision, new TextConfig(8, 50, 16, 2, 2, 4)).resized(256, 8);
    assertEquals(rate, config.visionCfg().patchDropout());
    assertEquals(config, ModelConfig.read(StrictReader.write(config), "written"));
    assertEquals(rate > 0, StrictReader.write(vision).has("patch_dropout"));
  }

  @Test
  void theLogitScaleStartsWhereClipsDoesOrWhereTheFileSays() {
    ModelConfig plain = ModelConfig.preset("ViT-B-32");
    assertEquals(Math.log(1 / 0.07), plain.firstLogitScale());
    assertEquals(null, plain.initLogitBias());
    ObjectNode tree = StrictReader.write(plain);
    assertEquals(null, tree.get("init_logit_scale"));
    ModelConfig given = ModelConfig.read(tree.put("init_logit_scale", 2.6592), "my.json");
    assertEquals(2.6592, given.firstLogitScale());
  }

  @Test
  void survivesWritingAndReading() {
    ModelConfig config = ModelConfig.preset("ViT-Micro-8-32-quickgelu");
    assertEquals(config, ModelConfig.read(StrictReader.write(config), "written"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'embed_dim':8,'vision_cfg':{'widht':64},'text_cfg':{}} -> did you mean"
            + " 'model_cfg.vision_cfg.width'",
        "{'embed_dim':8,'vision_cfg':{'layers':[3,4]},'text_cfg':{}} ->"
            + " model_cfg.vision_cfg.layers",
        "{'embed_dim':8,'vision_cfg':{'patch_size':225},'text_cfg':{}} -> patch_size 225 is larger"
            + " than image_size 224",
        "{'embed_dim':8,'vision_cfg':{'head_width':769},'text_cfg':{}} -> head_width 769 is larger"
            + " than width 768",
        "{'embed_dim':8,'vision_cfg':{'width':100,'head_width':14},'text_cfg':{}} -> head_width 14"
            + " makes 7 heads, which do not divide width 100",
        "{'embed_dim':8,'vision_cfg':{'width':-64},'text_cfg':{}} -> width is to be positive",
        "{'embed_dim':8,'vision_cfg':{'patch_dropout':1},'text_cfg':{}} -> patch_dropout is to be"
            + " at least 0 and less than 1, not 1.0",
        "{'embed_dim':8,'vision_cfg':{'patch_dropout':-0.1},'text_cfg':{}} -> patch_dropout",
        "{'embed_dim':8.5,'vision_cfg':{},'text_cfg':{}} -> model_cfg.embed_dim",
        "{'embed_dim':8,'vision_cfg':{},'text_cfg':{'heads':7}} -> heads 7 does not divide",
        "{'vision_cfg':{},'text_cfg':{}} -> embed_dim is missing",
        "{'embed_dim':8,'text_cfg':{}} -> needs vision_cfg",
        "{'embed_dim':8,'vision_cfg':{},'text_cfg':{},'text_cfg':{}} -> text_cfg"
      })
  void refusesInOneLineThatNamesFileAndKey(String line) {
    String[] parts = line.replace('\'', '"').split(" -> ");
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> ModelConfig.read(StrictReader.parse(parts[0], "my.json"), "my.json"));
    assertTrue(e.getMessage().startsWith("my.json: "), e.getMessage());
    assertTrue(
        e.getMessage().replace('"', '\'').contains(parts[1].replace('"', '\'')), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void anUnknownPresetIsAnsweredWithTheNearest() {
    ConfigException e = assertThrows(ConfigException.class, () -> ModelConfig.preset("VIT-B-32"));
    assertTrue(e.getMessage().contains("did you mean 'ViT-B-32'"), e.getMessage());
  }
}
