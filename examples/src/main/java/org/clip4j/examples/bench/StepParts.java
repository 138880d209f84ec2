package org.clip4j.examples.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where the time of some steps went, kernel by kernel: the mean of the middle half of them, so that
 * the parts add up and a step that something else held up does not count.
 */
final class StepParts {

  private final List<Step> steps = new ArrayList<>();
  private Map<CallLabel, List<KernelCall>> last = Map.of();

  /** One step: its seconds, and those in each kernel. */
  private record Step(double whole, Map<CallLabel, Double> seconds) {
    double inside() {
      return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * Adds a step.
   *
   * @param whole its seconds
   * @param calls the kernels it called
   */
  void add(double whole, List<KernelCall> calls) {
    Map<CallLabel, List<KernelCall>> alike = new LinkedHashMap<>();
    Map<CallLabel, Double> seconds = new LinkedHashMap<>();
    for (KernelCall call : calls) {
      alike.computeIfAbsent(call.label(), label -> new ArrayList<>()).add(call);
      seconds.merge(call.label(), call.seconds(), Double::sum);
    }
    steps.add(new Step(whole, seconds));
    last = alike;
  }

  /** The calls of the last step, those that do the same work together. */
  Map<CallLabel, List<KernelCall>> calls() {
    return last;
  }

  /** Seconds of a step. */
  double step() {
    return mean(Step::whole);
  }

  /** Seconds of a step that were spent in no kernel. */
  double outside() {
    return mean(step -> step.whole() - step.inside());
  }

  /** Seconds of a step that all calls of a label took together. */
  double of(CallLabel label) {
    return mean(step -> step.seconds().getOrDefault(label, 0.0));
  }

  private double mean(ToDoubleFunction<Step> part) {
    int tail = steps.size() / 4;
    return steps.stream()
        .sorted(Comparator.comparingDouble(Step::whole))
        .skip(tail)
        .limit(steps.size() - 2L * tail)
        .mapToDouble(part)
        .average()
        .orElseThrow();
  }
}
