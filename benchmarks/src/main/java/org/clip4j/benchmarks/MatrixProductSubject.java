package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;

/**
 * The products of a layer that maps rows of {@code in} to rows of {@code out}, without its bias.
 */
record MatrixProductSubject(Direction direction, int rows, int out, int in) implements Subject {

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var x = memory.input("x", rows, in);
    var weight = memory.input("weight", out, in);
    if (direction == Direction.FORWARD) {
      var y = memory.zeros(rows, out);
      return new Work(() -> kernels.gemm(false, true, 1, x, weight, 0, y), List.of(y));
    }
    var dy = memory.input("dy", rows, out);
    var dx = memory.zeros(rows, in);
    var dWeight = memory.zeros(out, in);
    return new Work(
        () -> {
          kernels.gemm(false, false, 1, dy, weight, 0, dx);
          kernels.gemm(true, false, 1, dy, x, 0, dWeight);
        },
        List.of(dx, dWeight));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    Tensor x = memory.input("x", rows, in);
    Tensor weight = memory.input("weight", out, in);
    if (direction == Direction.FORWARD) {
      Tensor y = memory.zeros(rows, out);
      Tensor transposed = weight.t();
      return () -> List.of(torch.matmul_out(y, x, transposed));
    }
    Tensor dy = memory.input("dy", rows, out);
    Tensor transposed = dy.t();
    Tensor dx = memory.zeros(rows, in);
    Tensor dWeight = memory.zeros(out, in);
    return () ->
        List.of(torch.matmul_out(dx, dy, weight), torch.matmul_out(dWeight, transposed, x));
  }
}
