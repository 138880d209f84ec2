package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.clip4j.core.kernels.Kernels;

/** What is calculated: the same for kernels and for libtorch, from inputs of the same names. */
interface Subject {

  /** Takes the inputs, and says how kernels calculate from them. */
  Work onKernels(KernelMemory memory, Kernels kernels);

  /**
   * Takes the inputs, and says how libtorch calculates from them. What it allocates on the way is
   * freed behind each calculation.
   *
   * @return the results, in the order of {@link Work#results}
   */
  Supplier<List<Tensor>> onTorch(TorchMemory memory);

  /**
   * A calculation in memory taken before.
   *
   * @param results where it leaves its results
   */
  record Work(Runnable body, List<org.clip4j.core.tensor.Tensor> results) {}
}
