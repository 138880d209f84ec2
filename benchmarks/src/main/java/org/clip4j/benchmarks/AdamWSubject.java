package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.clip4j.core.kernels.AdamWStep;
import org.clip4j.core.kernels.Kernels;

/**
 * AdamW on a gradient that stays the same, beside libtorch's {@code torch::optim::AdamW}. Constants
 * are libtorch's own but for a large learning rate, so that an update is seen beside what it
 * updates.
 */
record AdamWSubject(int length) implements Subject {

  private static final double LEARNING_RATE = 0.1;
  private static final double DECAY = 0.2;

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var parameter = memory.input("parameter", length);
    var gradient = memory.input("gradient", length);
    var first = memory.zeros(length);
    var second = memory.zeros(length);
    long[] steps = {0};
    return new Work(
        () -> {
          AdamWStep step = new AdamWStep(LEARNING_RATE, 0.9, 0.999, 1e-8, DECAY, ++steps[0]);
          kernels.adamW(parameter, gradient, first, second, step, 1);
        },
        List.of(parameter));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    Tensor parameter = memory.leaf("parameter", length);
    parameter.mutable_grad().put(memory.input("gradient", length));
    AdamWOptions options = new AdamWOptions(LEARNING_RATE);
    options.weight_decay().put(DECAY);
    AdamW adamW = new AdamW(new TensorVector(parameter), options);
    return () -> {
      adamW.step();
      return List.of(parameter);
    };
  }
}
