package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;

/** The sum of squares, as clipping by the norm takes it of all gradients. */
record NormSubject(int length) implements Subject {

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var x = memory.input("x", length);
    var sum = memory.zeros(1);
    return new Work(() -> sum.set(0, kernels.dot(x, x)), List.of(sum));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    Tensor x = memory.input("x", length);
    return () -> List.of(torch.dot(x, x));
  }
}
