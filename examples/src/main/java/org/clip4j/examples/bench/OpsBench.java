package org.clip4j.examples.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.clip4j.core.kernels.Kernels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels of a training step one by one, beside what this machine allows: a roofline (Williams
 * et al. 2009).
 *
 * <p>Which kernels at which shapes is taken from the step itself. Each is timed twice: within
 * steps, and alone, again and again on the operands that a step left. A matrix product's limit is
 * one call of {@code cblas_sgemm} on the same operands over as many threads or over one, whichever
 * is faster; every other kernel's is the rate of a large {@code cblas_sgemm} for its operations or
 * of memory for its bytes, whichever takes longer. Kernels whose operands fit the caches may beat
 * the memory's.
 */
public final class OpsBench {

  private static final Logger log = LoggerFactory.getLogger(OpsBench.class);
  private static final double MIB = 1 << 20;

  private OpsBench() {}

  /**
   * Takes a step apart.
   *
   * @param kernelSeconds how long each kernel is timed alone, at the least
   * @return {@code step_s} (median of whole steps), {@code traced_step_s} (of steps with every
   *     kernel timed), {@code peak_rss_mib} (the process's most resident memory behind the whole
   *     steps; null where the system does not say), the limits, {@code groups} (seconds of a step
   *     by part; {@code other} is outside the kernels) and {@code ops}, whose seconds are those of
   *     one call
   * @throws IllegalStateException if OpenBLAS does not load
   */
  public static ObjectNode run(StepOptions options, double kernelSeconds, Kernels kernels)
      throws IOException {
    ObjectNode result = Figures.of(kernels);
    StepBench.describe(options, result);
    try (TrainingBench training = new TrainingBench(options, kernels)) {
      options.warmUp().run(training::run);
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < options.steps(); i++) {
        seconds.add(training.run());
      }
      // The loss too: how many steps are traced below depends on the machine's speed.
      result.put("step_s", Figures.median(seconds)).put("loss", training.loss());
      // Before the limits are measured, which takes 512 MiB that no step needs.
      Figures.putPeakMemory(result);
      StepParts parts = trace(training, options.steps(), kernels);
      Replay replay = new Replay(kernels, kernelSeconds);
      log.info("Measuring what memory and cblas_sgemm allow");
      Limits limits = LimitProbe.measure(kernels.threads());
      replay.pause();
      List<KernelRow> rows = rows(parts, replay, limits);
      result
          .put("traced_step_s", parts.step())
          .put("sgemm_gflop_per_s", limits.flops() * 1e-9)
          .put("copy_gb_per_s", limits.copyBytes() * 1e-9)
          .put("axpy_gb_per_s", limits.axpyBytes() * 1e-9)
          .put("arena_mib", Math.round(training.arenaBytes() / MIB));
      groups(rows, parts, result.putArray("groups"));
      ArrayNode list = result.putArray("ops");
      rows.forEach(row -> list.add(row.toJson()));
    }
    return result;
  }

  private static StepParts trace(TrainingBench training, int steps, Kernels kernels) {
    KernelTrace trace = new KernelTrace(kernels);
    training.use(trace.kernels());
    new WarmUp(2, 1)
        .run(
            () -> {
              trace.clear();
              training.run();
            });
    StepParts parts = new StepParts();
    for (int i = 0; i < steps; i++) {
      trace.clear();
      double whole = training.run();
      parts.add(whole, trace.calls());
    }
    return parts;
  }

  /** By group, in each the longest first. */
  private static List<KernelRow> rows(StepParts parts, Replay replay, Limits limits) {
    log.info("Timing {} kinds of kernel calls alone", parts.calls().size());
    List<KernelRow> rows = new ArrayList<>();
    for (Map.Entry<CallLabel, List<KernelCall>> e : parts.calls().entrySet()) {
      List<KernelCall> calls = e.getValue();
      Work work = calls.stream().map(KernelCall::work).reduce(Work.NONE, Work::plus);
      Replay.Times times = replay.time(calls);
      boolean product = !times.openBlas().isEmpty();
      rows.add(
          new KernelRow(
              e.getKey(),
              calls.get(0).group(),
              calls.size(),
              work,
              parts.of(e.getKey()),
              Figures.median(times.ours()),
              Collections.min(times.ours()),
              product ? Collections.min(times.openBlas()) : limits.seconds(work)));
    }
    rows.sort(
        Comparator.comparing(KernelRow::group)
            .thenComparing(Comparator.comparingDouble(KernelRow::inStep).reversed()));
    return rows;
  }

  private static void groups(List<KernelRow> rows, StepParts parts, ArrayNode out) {
    for (Group group : Group.values()) {
      List<KernelRow> members = rows.stream().filter(row -> row.group() == group).toList();
      ObjectNode line = out.addObject().put("group", group.key());
      if (group == Group.OTHER) {
        line.put("in_step_s", parts.outside()).put("of_step", parts.outside() / parts.step());
      } else if (!members.isEmpty()) {
        double inStep = members.stream().mapToDouble(KernelRow::inStep).sum();
        double alone = members.stream().mapToDouble(KernelRow::alone).sum();
        double best = members.stream().mapToDouble(KernelRow::best).sum();
        double limit = members.stream().mapToDouble(KernelRow::limit).sum();
        line.put("in_step_s", inStep)
            .put("of_step", inStep / parts.step())
            .put("alone_s", alone)
            .put("limit_s", limit)
            .put("share", limit / best)
            .put("share_in_step", limit / inStep);
      }
    }
  }
}
