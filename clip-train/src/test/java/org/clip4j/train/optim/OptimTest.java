package org.clip4j.train.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class OptimTest {

  @Test
  void warmsUpAndFallsAlongACosine() {
    WarmupCosine schedule = new WarmupCosine(2, 4, 12);
    assertEquals(0.5, schedule.learningRate(0), 1e-15);
    assertEquals(2, schedule.learningRate(3), 1e-15);
    assertEquals(2, schedule.learningRate(4), 1e-15);
    assertEquals(1, schedule.learningRate(8), 1e-15);
    assertTrue(schedule.learningRate(11) > 0 && schedule.learningRate(11) < 0.1);
    assertEquals(2, new WarmupCosine(2, 0, 3).learningRate(0), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> new WarmupCosine(0, 0, 1));
  }

  @Test
  void clipsByTheNormOfAllGradientsTogether() {
    try (ParameterSet set = new ParameterSet()) {
      Parameter a = set.root().parameter("a", Initializer.constant(0), 2);
      Parameter b = set.root().parameter("b", Initializer.constant(0));
      set.allocate(DataType.DOUBLE, true);
      a.gradient().set(0, 3);
      a.gradient().set(1, -4);
      b.gradient().set(0, 12);
      double norm = GradientClipping.norm(new Nd4jKernels(), set);
      assertEquals(13, norm, 1e-12);
      assertEquals(1 / (13 + 1e-6), new GradientClipping(1).factor(norm), 1e-15);
      assertEquals(1, new GradientClipping(14).factor(norm), 0);
    }
  }

  /** One parameter, plain doubles: the definition of Loshchilov and Hutter, step by step. */
  @Test
  void adamWFollowsItsDefinition() {
    AdamWConfig config = new AdamWConfig(0.9, 0.98, 1e-6, 0.2, DecayRule.MATRICES);
    try (ParameterSet set = new ParameterSet()) {
      Parameter p = set.root().parameter("p", Initializer.constant(0.7), 1, 1);
      set.allocate(DataType.DOUBLE, true);
      set.initialize(0);
      try (AdamW optimizer = new AdamW(set, config)) {
        double value = 0.7;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= 5; t++) {
          double gradient = Math.sin(t);
          double lr = 0.01 * t;
          p.gradient().set(0, 2 * gradient);
          optimizer.step(new Nd4jKernels(), lr, 0.5);
          value -= lr * 0.2 * value;
          m = 0.9 * m + 0.1 * gradient;
          v = 0.98 * v + 0.02 * gradient * gradient;
          double corrected = Math.sqrt(v / (1 - Math.pow(0.98, t))) + 1e-6;
          value -= lr * m / (1 - Math.pow(0.9, t)) / corrected;
          assertEquals(value, p.value().get(0), 1e-14);
        }
        assertEquals(5, optimizer.steps());
      }
    }
  }

  @Test
  void decayRulesDifferInTheEmbeddings() {
    ParameterSet set = ClipModel.declare(ModelConfig.preset("ViT-Micro-8-32"));
    Parameter positions = set.find("visual.positional_embedding").orElseThrow();
    assertTrue(DecayRule.MATRICES.decays(positions));
    assertFalse(DecayRule.MATRICES_EXCEPT_EMBEDDINGS.decays(positions));
    for (DecayRule rule : DecayRule.values()) {
      assertFalse(rule.decays(set.find("logit_scale").orElseThrow()));
      assertFalse(rule.decays(set.find("visual.class_embedding").orElseThrow()));
      assertFalse(rule.decays(set.find("visual.ln_pre.weight").orElseThrow()));
      assertTrue(rule.decays(set.find("visual.proj").orElseThrow()));
      assertTrue(rule.decays(set.find("visual.conv1.weight").orElseThrow()));
      assertTrue(rule.decays(set.find("token_embedding.weight").orElseThrow()));
    }
  }
}
