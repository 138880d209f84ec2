package org.clip4j.benchmarks;

import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** Tensors for kernels, all freed together. */
final class KernelMemory implements AutoCloseable {

  private final Arena arena = new Arena(DataType.FLOAT);
  private final Arena scratch = new Arena(DataType.FLOAT);

  /** An input, filled as {@link TorchMemory#input} does under the same name. */
  Tensor input(String name, long... shape) {
    Tensor tensor = arena.take(shape);
    tensor.assign(Numbers.of(name, shape));
    return tensor;
  }

  Tensor zeros(long... shape) {
    return arena.zeros(shape);
  }

  /** For what a calculation takes on its way, to be reset at its beginning. */
  Arena scratch() {
    return scratch;
  }

  @Override
  public void close() {
    scratch.close();
    arena.close();
  }
}
