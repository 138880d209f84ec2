package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.config.OptimConfig;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.optim.AdamW;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("long")
class GradCheckpointingTest {

  private static final ModelConfig CONFIG =
      new ModelConfig(
          8, false, new VisionConfig(48, 4, 32, 3, 16, 4), new TextConfig(8, 50, 16, 2, 3, 4));
  private static final int END = CONFIG.textCfg().vocabSize() - 1;
  private static final int BATCH = 5;
  private static final int STEPS = 3;

  /** Blocks that compute once more what their backward needs save memory and change nothing. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void gradientCheckpointingChangesNoBit(DataType type) {
    Trained kept = train(type, STEPS, false);
    Trained again = train(type, STEPS, true);
    assertTrue(again.arenaBytes() < kept.arenaBytes(), again.arenaBytes() + " bytes");
    assertEquals(kept.results(), again.results());
    assertEquals(kept.values().keySet(), again.values().keySet());
    kept.values().forEach((name, v) -> assertArrayEquals(v, again.values().get(name), name));
  }

  /** Else equal parameters would mean nothing. */
  @Test
  void everyParameterLearns() {
    Trained before = train(DataType.FLOAT, 0, false);
    Trained after = train(DataType.FLOAT, STEPS, false);
    before
        .values()
        .forEach((name, v) -> assertFalse(Arrays.equals(v, after.values().get(name)), name));
  }

  private static Trained train(DataType type, int steps, boolean gradCheckpointing) {
    OptimConfig optim = OptimConfig.defaults();
    DeterministicRandom random = DeterministicRandom.of(1);
    try (ClipModel model = new ClipModel(CONFIG, type, true);
        AdamW optimizer = new AdamW(model.parameters(), optim.adamW());
        TrainStep step =
            TrainStep.ofRun(
                model,
                new InfoNceLoss(),
                optimizer,
                optim,
                KernelSelector.of(type),
                gradCheckpointing,
                0)) {
      model.initialize(1);
      List<Double> results = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        TrainStep.Result result = step.run(pixels(random), captions(random), optim.lr());
        results.addAll(List.of(result.loss(), result.gradientNorm()));
      }
      Map<String, double[]> values = new LinkedHashMap<>();
      for (Parameter parameter : model.parameters().all()) {
        values.put(parameter.name(), parameter.value().copy().data().asDouble());
      }
      return new Trained(results, values, step.arenaBytes());
    }
  }

  private static float[] pixels(DeterministicRandom random) {
    int size = CONFIG.visionCfg().imageSize();
    float[] pixels = new float[BATCH * 3 * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  /** Of 4 to 8 tokens. */
  private static int[][] captions(DeterministicRandom random) {
    int[][] captions = new int[BATCH][];
    for (int i = 0; i < BATCH; i++) {
      captions[i] = new int[4 + i];
      for (int t = 0; t < captions[i].length - 1; t++) {
        captions[i][t] = random.nextInt(END);
      }
      captions[i][captions[i].length - 1] = END;
    }
    return captions;
  }

  private record Trained(List<Double> results, Map<String, double[]> values, long arenaBytes) {}
}
