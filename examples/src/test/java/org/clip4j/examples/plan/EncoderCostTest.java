package org.clip4j.examples.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class EncoderCostTest {

  @Property
  void eachPairTakesTheSame(
      @ForAll @IntRange(max = 1 << 20) int fixed,
      @ForAll @IntRange(min = 1, max = 1 << 20) int each,
      @ForAll @IntRange(min = 1, max = 512) int fewer,
      @ForAll @IntRange(min = 1, max = 512) int more,
      @ForAll @IntRange(min = 1, max = 4096) int wanted) {
    int pairs = fewer + more;
    EncoderCost cost =
        new EncoderCost(
            pairs, 1, 3, fixed + (long) each * pairs, fewer, fixed + (long) each * fewer);
    assertEquals(fixed + (long) each * wanted, cost.bytesAt(wanted));
    assertEquals((double) wanted / pairs, cost.embedSecondsAt(wanted), 1e-9);
    assertEquals(3.0 * wanted / pairs, cost.backwardSecondsAt(wanted), 1e-9);
  }

  @Test
  void whatWasTriedIsExact() {
    EncoderCost cost = new EncoderCost(7, 1, 3, 1000, 7, 1000);
    assertEquals(1000, cost.bytesAt(7));
  }

  /** What the extrapolation rests on; a a step in one piece and one in parts. */
  @Test
  void activationsGrowWithThePairs() {
    Kernels kernels = KernelSelector.of(DataType.FLOAT, 1);
    for (int microBatch : new int[] {16, 64}) {
      PlanOptions options = PlanRun.options(64, microBatch, microBatch == 16);
      try (ClipModel model = new ClipModel(options.model(), DataType.FLOAT, true)) {
        model.initialize(0);
        EncoderCost cost =
            new EncoderCost(
                4, 1, 1, bytes(model, kernels, options, 4), 2, bytes(model, kernels, options, 2));
        for (int pairs : new int[] {8, 16, 33}) {
          long real = bytes(model, kernels, options, pairs);
          assertEquals(real, cost.bytesAt(pairs), 0.01 * real, microBatch + " " + pairs);
        }
      }
    }
  }

  private static long bytes(ClipModel model, Kernels kernels, PlanOptions options, int pairs) {
    try (EncoderProbe probe = new EncoderProbe(model, kernels, options, pairs)) {
      probe.run();
      return probe.bytes();
    }
  }
}
