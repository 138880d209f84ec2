package org.clip4j.train.config;

import java.util.List;

/**
 * {@code eval}: held-out pairs, tried by zero-shot classification over their captions and by
 * retrieval.
 *
 * @param data shard patterns, as {@code data.train}; none by default
 * @param everySteps steps between evaluations during training; 0, the default, for none
 * @param ema whether evaluations during training try the moving average of the weights too; no by
 *     default
 * @param templates prompts with {@code {}} in the caption's place; {@code {}} alone by default
 */
public record EvalConfig(List<String> data, Long everySteps, Boolean ema, List<String> templates) {

  /** Fills in the defaults and checks the values. */
  public EvalConfig {
    data = List.copyOf(Required.or(data, List.of()));
    everySteps = Required.or(everySteps, 0L);
    ema = Required.or(ema, false);
    templates = List.copyOf(Required.or(templates, List.of("{}")));
    Required.atLeast("eval.every_steps", 0, everySteps);
    if (everySteps > 0 && data.isEmpty()) {
      throw new IllegalArgumentException("eval.every_steps is set but eval.data is empty");
    }
  }

  EvalConfig withData(List<String> patterns) {
    return new EvalConfig(patterns, everySteps, ema, templates);
  }

  /** Checks that there is a moving average where it is to be tried. */
  void requireFits(TrainConfig train) {
    if (ema && train.emaDecay() == null) {
      throw new IllegalArgumentException("eval.ema is set, but train.ema_decay is not");
    }
  }
}
