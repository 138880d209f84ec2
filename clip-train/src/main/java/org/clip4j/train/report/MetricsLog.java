package org.clip4j.train.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a run wrote down as it went: {@code metrics.jsonl}, one JSON object a line.
 *
 * <p>A line of training holds {@code step} and any of {@code epoch, loss, logit_scale, lr,
 * grad_norm, samples_per_s, samples}; {@code logit_scale} is the factor itself, not its logarithm.
 * A line of evaluation holds {@code step} and {@code eval} with {@code top1} and {@code top5},
 * fractions from 0 to 1. Other keys are left alone.
 *
 * @param training in ascending steps
 * @param evaluations in ascending steps
 * @param skipped lines that could not be read
 */
public record MetricsLog(
    List<TrainingPoint> training, List<EvaluationPoint> evaluations, int skipped) {

  /** Copies the lists. */
  public MetricsLog {
    training = List.copyOf(training);
    evaluations = List.copyOf(evaluations);
  }

  /** A log of nothing. */
  public static MetricsLog empty() {
    return new MetricsLog(List.of(), List.of(), 0);
  }

  /**
   * Reads a log, passing over lines that are cut short or are no metrics. Where steps go back, as
   * after a resume, what the later lines say counts.
   *
   * @throws IOException if the file cannot be read
   */
  public static MetricsLog read(Path file) throws IOException {
    return MetricsReader.read(file);
  }

  /** How many samples the run had seen at the last line that says so. */
  public OptionalDouble samplesSeen() {
    return training.stream()
        .mapToDouble(TrainingPoint::samples)
        .filter(Double::isFinite)
        .reduce((earlier, later) -> later);
  }

  /**
   * A line of training. What it did not hold is NaN.
   *
   * @param step optimiser steps taken
   * @param loss of the step's batch
   * @param logitScale the factor of the logits, 1 / temperature
   * @param learningRate of the step
   * @param gradientNorm before clipping
   * @param samplesPerSecond speed
   * @param samples pairs seen since the start
   */
  public record TrainingPoint(
      long step,
      double loss,
      double logitScale,
      double learningRate,
      double gradientNorm,
      double samplesPerSecond,
      double samples) {}

  /**
   * A line of evaluation. What it did not hold is NaN.
   *
   * @param step optimiser steps taken
   * @param top1 from 0 to 1
   * @param top5 from 0 to 1
   */
  public record EvaluationPoint(long step, double top1, double top5) {}
}
