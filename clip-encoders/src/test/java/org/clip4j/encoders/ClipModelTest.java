package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.config.ModelConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ClipModelTest {

  @ParameterizedTest
  @CsvSource({
    "ViT-B-32, 151277313",
    "ViT-B-16, 149620737",
    "ViT-L-14, 427616513",
    "ViT-L-14-336, 427944193"
  })
  void countsItsParametersAsOpenClipDoes(String name, long count) {
    assertEquals(count, ClipModel.declare(ModelConfig.preset(name)).count());
  }

  @Test
  void startsWhereOpenClipStarts() {
    try (ClipModel model =
        new ClipModel(ModelConfig.preset("ViT-Micro-8-32"), DataType.FLOAT, false)) {
      model.initialize(3);
      assertEquals(Math.log(1 / 0.07), model.logitScale().value().get(0), 1e-6);
      assertSpread(model, "token_embedding.weight", 0.02);
      assertSpread(model, "positional_embedding", 0.01);
      assertSpread(model, "text_projection", Math.pow(128, -0.5));
      String text = "transformer.resblocks.1.";
      assertSpread(model, text + "attn.in_proj_weight", Math.pow(128, -0.5));
      assertSpread(model, text + "attn.out_proj.weight", Math.pow(128, -0.5) * 0.5);
      assertSpread(model, text + "mlp.c_fc.weight", Math.pow(256, -0.5));
      assertSpread(model, text + "mlp.c_proj.weight", Math.pow(128, -0.5) * 0.5);
      assertSpread(model, text + "attn.in_proj_bias", 0);
      assertSpread(model, text + "attn.out_proj.bias", 0);
      assertBound(model, text + "mlp.c_fc.bias", Math.pow(128, -0.5));
      assertSpread(model, "visual.positional_embedding", Math.pow(128, -0.5));
      assertSpread(model, "visual.proj", Math.pow(128, -0.5));
      String vision = "visual.transformer.resblocks.3.";
      assertBound(model, vision + "attn.in_proj_weight", Math.sqrt(6.0 / (4 * 128)));
      assertBound(model, vision + "attn.out_proj.weight", Math.pow(128, -0.5));
      assertBound(model, vision + "mlp.c_proj.weight", Math.pow(512, -0.5));
      assertBound(model, vision + "mlp.c_proj.bias", Math.pow(512, -0.5));
      assertBound(model, "visual.conv1.weight", Math.pow(3 * 8 * 8, -0.5));
      assertEquals(1, array(model, "visual.ln_post.weight").meanNumber().doubleValue(), 0);
    }
  }

  @Test
  void theSeedAloneDecidesTheFirstValues() {
    ModelConfig config = ModelConfig.preset("ViT-Micro-8-32");
    try (ClipModel a = new ClipModel(config, DataType.FLOAT, false);
        ClipModel b = new ClipModel(config, DataType.FLOAT, false);
        ClipModel c = new ClipModel(config, DataType.FLOAT, false)) {
      a.initialize(1);
      b.initialize(1);
      c.initialize(2);
      for (Parameter p : a.parameters().all()) {
        assertEquals(p.value().array(), array(b, p.name()), p.name());
      }
      assertNotEquals(array(a, "visual.proj"), array(c, "visual.proj"));
    }
  }

  @Test
  void keepsTheLogitScaleWithinItsBounds() {
    try (ClipModel model =
        new ClipModel(ModelConfig.preset("ViT-Micro-8-32"), DataType.FLOAT, false)) {
      model.logitScale().value().set(0, 7);
      model.clampLogitScale();
      assertEquals((float) Math.log(100), (float) model.logitScale().value().get(0));
      model.logitScale().value().set(0, -0.1);
      model.clampLogitScale();
      assertEquals(0, model.logitScale().value().get(0));
    }
  }

  /** Normal draws: mean near 0 and the expected standard deviation. */
  private static void assertSpread(ClipModel model, String name, double expected) {
    INDArray values = array(model, name).castTo(DataType.DOUBLE);
    assertEquals(
        expected, Math.sqrt(values.mul(values).meanNumber().doubleValue()), 0.05 * expected, name);
  }

  /** Uniform draws: nothing past the bound, and something near it. */
  private static void assertBound(ClipModel model, String name, double bound) {
    double most = array(model, name).amaxNumber().doubleValue();
    assertTrue(most <= bound * (1 + 1e-6) && most > 0.95 * bound, name + ": " + most);
  }

  private static INDArray array(ClipModel model, String name) {
    return model.parameters().find(name).orElseThrow().value().array();
  }
}
