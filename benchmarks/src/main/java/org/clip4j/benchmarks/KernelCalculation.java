package org.clip4j.benchmarks;

import java.util.List;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Tensor;

/** A calculation by kernels. */
final class KernelCalculation implements Calculation {

  private final KernelMemory memory = new KernelMemory();
  private final Subject.Work work;

  KernelCalculation(Subject subject, Kernels kernels) {
    work = subject.onKernels(memory, kernels);
  }

  @Override
  public void run() {
    work.body().run();
  }

  @Override
  public List<float[]> results() {
    run();
    return work.results().stream().map(KernelCalculation::values).toList();
  }

  private static float[] values(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.length())];
    tensor.pointer().get(values);
    return values;
  }

  @Override
  public void close() {
    memory.close();
  }
}
