package org.clip4j.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongConsumer;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.data.loader.Tolerance;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.zeroshot.PromptTemplates;
import org.clip4j.train.config.DataConfig;
import org.clip4j.train.config.EvalConfig;
import org.clip4j.train.eval.HeldOut;
import org.clip4j.train.eval.HeldOutShards;
import org.clip4j.train.eval.ZeroShotScore;
import org.clip4j.train.report.MetricsLog;

/** The held-out pairs, tried while a run goes on. */
final class RunEvaluation {

  private final EvalConfig config;
  private final DataConfig data;
  private final ShardPaths shards;
  private final ClipModel model;
  private final Kernels kernels;
  private final Optional<WeightAverage> average;

  RunEvaluation(
      EvalConfig config,
      DataConfig data,
      ShardPaths shards,
      ClipModel model,
      Kernels kernels,
      Optional<WeightAverage> average) {
    this.config = config;
    this.data = data;
    this.shards = shards;
    this.model = model;
    this.kernels = kernels;
    this.average = average;
  }

  /** Whether one is to be made behind a step, of so many of the run. */
  boolean isDue(long step, long steps) {
    return config.everySteps() > 0 && (step % config.everySteps() == 0 || step == steps);
  }

  /**
   * The top-1 of the one behind a step, as far as the run's metrics tell of one: it was given up
   * where the run was stopped meanwhile.
   */
  static OptionalDouble made(long step, Path metrics) throws IOException {
    return MetricsLog.read(metrics).evaluations().stream()
        .filter(e -> e.step() == step)
        .mapToDouble(MetricsLog.EvaluationPoint::top1)
        .filter(Double::isFinite)
        .findFirst();
  }

  /**
   * What came of one.
   *
   * @param own of the model
   * @param ema of the moving average of its weights, where it was tried too
   */
  record Scores(ZeroShotScore own, Optional<ZeroShotScore> ema) {

    /** A line of metrics. */
    ObjectNode line(long step) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("step", step);
      add(line.putObject("eval"), own);
      ema.ifPresent(score -> add(line.putObject("eval_ema"), score));
      return line;
    }

    private static void add(ObjectNode group, ZeroShotScore score) {
      group.put("top1", score.top1().value());
      group.put("top5", score.top5().value());
    }
  }

  /**
   * Makes one.
   *
   * @param progress is told how many pictures are embedded, every quarter of a second where they
   *     are waited for; what it throws ends the evaluation
   */
  Scores run(LongConsumer progress) throws IOException {
    ZeroShotScore own = zeroShot(progress);
    return new Scores(
        own,
        config.ema()
            ? Optional.of(average.orElseThrow().in(() -> zeroShot(progress)))
            : Optional.empty());
  }

  private ZeroShotScore zeroShot(LongConsumer progress) throws IOException {
    PromptTemplates templates = new PromptTemplates(config.templates());
    HeldOutShards held =
        new HeldOutShards(
            shards.source(),
            shards.heldOut(),
            data.caption().toFields(),
            new Tolerance(Tolerance.DEFAULT.maxBadRate(), data.stallSeconds()));
    return HeldOut.load(model, kernels, held, templates, progress).zeroShotByCaption();
  }
}
