package org.clip4j.examples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the time of some steps went, kernel by kernel. */
final class StepParts {

  private final List<Double> steps = new ArrayList<>();
  private final List<Double> outside = new ArrayList<>();
  private final Map<CallLabel, List<Double>> seconds = new LinkedHashMap<>();
  private final Map<CallLabel, List<KernelCall>> last = new LinkedHashMap<>();

  /**
   * Adds a step.
   *
   * @param whole its seconds
   * @param calls the kernels it called
   */
  void add(double whole, List<KernelCall> calls) {
    last.clear();
    for (KernelCall call : calls) {
      last.computeIfAbsent(call.label(), label -> new ArrayList<>()).add(call);
    }
    double inside = 0;
    for (Map.Entry<CallLabel, List<KernelCall>> e : last.entrySet()) {
      double sum = e.getValue().stream().mapToDouble(KernelCall::seconds).sum();
      seconds.computeIfAbsent(e.getKey(), label -> new ArrayList<>()).add(sum);
      inside += sum;
    }
    steps.add(whole);
    outside.add(whole - inside);
  }

  /** The calls of the last step, those that do the same work together. */
  Map<CallLabel, List<KernelCall>> calls() {
    return last;
  }

  /** Median seconds of a step. */
  double step() {
    return Figures.median(steps);
  }

  /** Median seconds of a step that were spent in no kernel. */
  double outside() {
    return Figures.median(outside);
  }

  /** Median seconds of a step that all calls of a label took together. */
  double of(CallLabel label) {
    return Figures.median(seconds.get(label));
  }
}
