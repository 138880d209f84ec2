package org.clip4j.benchmarks;

import java.util.Locale;
import org.clip4j.core.kernels.CpuKernels;
import org.clip4j.core.kernels.Nd4jKernels;

/** Who calculates. */
enum Engine {
  /** The fast kernels. */
  CLIP4J,
  /** Their naive twins, on ND4J's operations. */
  ND4J,
  /** libtorch, whose natives only the profile {@code jmh} brings. */
  TORCH;

  /** The engine of a benchmark's parameter. */
  static Engine of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** A subject's calculation by this engine, in memory of its own and filled alike for all. */
  Calculation open(Subject subject, int threads) {
    return switch (this) {
      case CLIP4J -> new KernelCalculation(subject, new CpuKernels(threads));
      case ND4J -> new KernelCalculation(subject, new Nd4jKernels());
      case TORCH -> new TorchCalculation(subject, threads);
    };
  }
}
