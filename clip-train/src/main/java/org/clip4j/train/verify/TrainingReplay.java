package org.clip4j.train.verify;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.train.TrainStep;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.GradientClipping;
import org.clip4j.train.optim.WarmupCosine;

/**
 * The reference's steps of training, made again, all on one batch: AdamW with betas .9 and .98,
 * epsilon 1e-6 and decay .2 where a tensor has two dimensions or more, two steps of warm-up to a
 * learning rate of 1e-3 and a cosine to 0 at the last, the global norm clipped to 1, the logit
 * scale clamped. It changes the model.
 */
final class TrainingReplay {

  private static final String TRAIN = "train.";
  static final String LOSS = TRAIN + "loss";
  static final String LEARNING_RATE = TRAIN + "lr";
  static final String AFTER = "after.";

  private static final double PEAK = 1e-3;
  private static final int WARMUP_STEPS = 2;

  /** A reference is a few steps; a file may say anything. */
  private static final long MOST_STEPS = 1000;

  private final Reference reference;
  private final ClipModel model;
  private final Kernels kernels;
  private final Checks checks;

  TrainingReplay(Reference reference, ClipModel model, Kernels kernels, Checks checks) {
    this.reference = reference;
    this.model = model;
    this.kernels = kernels;
    this.checks = checks;
  }

  static boolean isOfTraining(String tensor) {
    return tensor.startsWith(TRAIN) || tensor.startsWith(AFTER);
  }

  /** Trains, then checks losses, learning rates and parameters. */
  void run(float[] pixels, TokenBatch captions, Consumer<String> progress) throws IOException {
    int steps = steps();
    double[] losses = new double[steps];
    double[] rates = new double[steps];
    // A step that is not reached has none.
    Arrays.fill(losses, Double.NaN);
    WarmupCosine schedule = new WarmupCosine(PEAK, WARMUP_STEPS, steps);
    boolean finite = true;
    try (AdamW optimizer = new AdamW(model.parameters(), AdamWConfig.OPEN_CLIP);
        TrainStep step =
            new TrainStep(model, new InfoNceLoss(), optimizer, new GradientClipping(1), kernels)) {
      for (int i = 0; i < steps; i++) {
        rates[i] = schedule.learningRate(i);
        if (finite) {
          progress.accept("training step " + (i + 1) + " of " + steps);
          finite = learn(step, pixels, captions, rates[i], losses, i);
        }
      }
    }
    checks.absolute(
        LOSS,
        Kind.TRAINING_LOSS,
        reference.values(LOSS),
        Values.of(losses),
        Allowances.TRAINING_LOSS);
    if (reference.has(LEARNING_RATE)) {
      checks.absolute(
          LEARNING_RATE,
          Kind.LEARNING_RATE,
          reference.values(LEARNING_RATE),
          Values.of(rates),
          Allowances.LEARNING_RATE);
    }
    for (Parameter p : model.parameters().all()) {
      String tensor = AFTER + p.name();
      if (reference.has(tensor) && finite) {
        checks.absolute(
            tensor,
            Kind.TRAINED,
            reference.values(tensor),
            Values.of(p.value()),
            Allowances.TRAINED);
      } else if (reference.has(tensor)) {
        checks.fail(tensor, Kind.TRAINED, Allowances.TRAINED, "the training did not come so far");
      }
    }
  }

  private static boolean learn(
      TrainStep step, float[] pixels, TokenBatch captions, double rate, double[] losses, int i) {
    try {
      losses[i] = step.run(pixels, captions, rate).loss();
      return true;
    } catch (ArithmeticException e) {
      // Its loss stays NaN, which no reference agrees with.
      return false;
    }
  }

  private int steps() {
    long[] shape = reference.shape(LOSS);
    if (shape.length != 1 || shape[0] < 1 || shape[0] > MOST_STEPS) {
      throw reference.refused(LOSS, "expected one loss a step, 1 to " + MOST_STEPS);
    }
    return (int) shape[0];
  }
}
