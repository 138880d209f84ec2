package org.clip4j.benchmarks;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Tensors of libtorch, all freed together, with whatever else is made before that. */
final class TorchMemory implements AutoCloseable {

  private final PointerScope scope = new PointerScope();

  /** An input, filled as {@link KernelMemory#input} does under the same name. */
  Tensor input(String name, long... shape) {
    return Tensor.create(Numbers.of(name, shape), shape);
  }

  /** The same as an input that gradients are wanted of. */
  Tensor leaf(String name, long... shape) {
    return input(name, shape).set_requires_grad(true);
  }

  Tensor zeros(long... shape) {
    return Tensor.create(new float[Math.toIntExact(product(shape))], shape);
  }

  private static long product(long... shape) {
    long length = 1;
    for (long size : shape) {
      length = Math.multiplyExact(length, size);
    }
    return length;
  }

  @Override
  public void close() {
    scope.close();
  }
}
