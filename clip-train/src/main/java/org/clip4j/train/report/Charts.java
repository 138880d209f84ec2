package org.clip4j.train.report;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.report.MetricsLog.EvaluationPoint;
import org.clip4j.train.report.MetricsLog.TrainingPoint;

/** The charts of a run. */
final class Charts {

  private Charts() {}

  static List<Chart> of(MetricsLog metrics, Optional<EvalResult> eval) {
    List<TrainingPoint> lines = metrics.training();
    ChartBuilder accuracy =
        new ChartBuilder("Held-out accuracy", "%", percent -> Text.percent(percent / 100))
            .wide()
            .fromZero()
            .line("Top-1", percent(metrics.evaluations(), EvaluationPoint::top1))
            .line("Top-5", percent(metrics.evaluations(), EvaluationPoint::top5));
    eval.flatMap(EvalResult::pixelNn)
        .ifPresent(pixel -> accuracy.guide("Pixel look-up, top-1", 100 * pixel.top1().value()));
    return Stream.of(
            new ChartBuilder("Loss", "", Text::number)
                .wide()
                .fromZero()
                .smooth()
                .line("Loss", training(lines, TrainingPoint::loss))
                .build(),
            accuracy.build(),
            new ChartBuilder("Temperature", "", Text::number)
                .line("1 / logit scale", training(lines, point -> 1 / point.logitScale()))
                .build(),
            new ChartBuilder("Learning rate", "", Text::number)
                .fromZero()
                .line("Learning rate", training(lines, TrainingPoint::learningRate))
                .build(),
            new ChartBuilder("Samples per second", "", Text::number)
                .fromZero()
                .smooth()
                .line("Samples per second", training(lines, TrainingPoint::samplesPerSecond))
                .build(),
            new ChartBuilder("Gradient norm", "", Text::number)
                .fromZero()
                .smooth()
                .line("Norm before clipping", training(lines, TrainingPoint::gradientNorm))
                .build())
        .flatMap(Optional::stream)
        .toList();
  }

  private static Curve training(List<TrainingPoint> lines, ToDoubleFunction<TrainingPoint> value) {
    return Curve.of(lines, TrainingPoint::step, value);
  }

  private static Curve percent(
      List<EvaluationPoint> lines, ToDoubleFunction<EvaluationPoint> value) {
    return Curve.of(lines, EvaluationPoint::step, point -> 100 * value.applyAsDouble(point));
  }
}
