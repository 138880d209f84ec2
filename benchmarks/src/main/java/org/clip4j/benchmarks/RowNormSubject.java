package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;

/** {@code torch.nn.functional.normalize} over rows. */
record RowNormSubject(Direction direction, int rows, int columns) implements Subject {

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var x = memory.input("x", rows, columns);
    var y = memory.zeros(rows, columns);
    var norms = memory.zeros(rows);
    Runnable forward = () -> kernels.normalizeRows(x, y, norms);
    if (direction == Direction.FORWARD) {
      return new Work(forward, List.of(y));
    }
    forward.run();
    var dy = memory.input("dy", rows, columns);
    var dx = memory.zeros(rows, columns);
    return new Work(() -> kernels.normalizeRowsBackward(dy, y, norms, dx, false), List.of(dx));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    if (direction == Direction.FORWARD) {
      Tensor x = memory.input("x", rows, columns);
      return () -> List.of(torch.normalize(x));
    }
    Tensor x = memory.leaf("x", rows, columns);
    Tensor y = torch.normalize(x);
    Tensor dy = memory.input("dy", rows, columns);
    return () -> TorchGradients.of(y, dy, x);
  }
}
