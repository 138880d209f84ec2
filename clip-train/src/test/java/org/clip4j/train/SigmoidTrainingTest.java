package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.loss.SigmoidLoss;
import org.clip4j.train.optim.DecayRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Training with the sigmoid loss, which learns a bias of the logits. */
class SigmoidTrainingTest {

  private static final String[] SETTINGS = {
    "loss.name=sigmoid", "model_cfg.init_logit_scale=2.302585", "model_cfg.init_logit_bias=-10"
  };

  @Test
  void scaleAndBiasGetTheSlopesOfTheLoss() {
    ModelConfig config =
        new ModelConfig(
            8,
            false,
            new VisionConfig(16, 8, 32, 1, 16, 4),
            new TextConfig(8, 50, 16, 2, 1, 4),
            1.0,
            -2.0);
    float[] pixels = new float[3 * 3 * 16 * 16];
    DeterministicRandom random = DeterministicRandom.of(2);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    TokenBatch captions =
        TokenBatch.pack(new int[][] {{48, 1, 49}, {48, 2, 3, 49}, {48, 49}}, config.textCfg());
    try (ClipModel model = new ClipModel(config, DataType.DOUBLE, true);
        BatchGradients batch = new BatchGradients(model, new SigmoidLoss(2), new Nd4jKernels())) {
      model.initialize(1);
      Parameter bias = model.logitBias().orElseThrow();
      for (Parameter p : List.of(model.logitScale(), bias)) {
        batch.run(pixels, captions);
        double gradient = p.gradient().get(0);
        double first = p.value().get(0);
        p.value().set(0, first + 1e-5);
        double above = batch.run(pixels, captions).loss();
        p.value().set(0, first - 1e-5);
        double below = batch.run(pixels, captions).loss();
        p.value().set(0, first);
        assertEquals((above - below) / 2e-5, gradient, 1e-8, p.name());
      }
      for (DecayRule rule : DecayRule.values()) {
        assertFalse(rule.decays(bias));
      }
    }
  }

  @Test
  void aResumedRunIsTheOneThatWasNotStopped(@TempDir Path folder) throws IOException {
    RunConfig whole = TinyRun.prepare(folder, SETTINGS);
    Path straight = folder.resolve("straight");
    double bias = train(whole, straight);
    assertNotEquals(-10, bias);
    List<String> metrics = Files.readAllLines(straight.resolve("metrics.jsonl"));
    String last = metrics.get(metrics.size() - 1);
    assertTrue(last.contains("\"logit_bias\":" + bias + ","), last);
    Path stopped = folder.resolve("stopped");
    TinyRuns runs = new TinyRuns(folder);
    runs.stopAt(whole, 5, stopped);
    runs.resume(whole, stopped);
    TinyRuns.assertSameCheckpoint(straight, stopped);
    try (ClipModel read = ClipModel.load(straight.resolve("checkpoints/last"))) {
      assertEquals(bias, read.logitBias().orElseThrow().value().get(0));
    }
  }

  private static double train(RunConfig config, Path out) throws IOException {
    try (Trainer trainer = Trainer.start(config, out.getParent(), out, Progress.NONE)) {
      trainer.run();
      return trainer.model().logitBias().orElseThrow().value().get(0);
    }
  }
}
