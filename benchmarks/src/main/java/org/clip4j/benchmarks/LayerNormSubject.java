package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;

/** Layer norm of every row. */
record LayerNormSubject(Direction direction, int rows, int columns) implements Subject {

  private static final double EPSILON = 1e-5;

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var x = memory.input("x", rows, columns);
    var gain = memory.input("gain", columns);
    var bias = memory.input("bias", columns);
    var y = memory.zeros(rows, columns);
    var mean = memory.zeros(rows);
    var rstd = memory.zeros(rows);
    Runnable forward = () -> kernels.layerNorm(x, gain, bias, EPSILON, y, mean, rstd);
    if (direction == Direction.FORWARD) {
      return new Work(forward, List.of(y));
    }
    forward.run();
    var dy = memory.input("dy", rows, columns);
    var dx = memory.zeros(rows, columns);
    var dGain = memory.zeros(columns);
    var dBias = memory.zeros(columns);
    return new Work(
        () -> kernels.layerNormBackward(dy, x, gain, mean, rstd, dx, false, dGain, dBias),
        List.of(dx, dGain, dBias));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    long[] normalised = {columns};
    Tensor x = memory.input("x", rows, columns);
    TensorOptional gain = new TensorOptional(memory.input("gain", columns));
    TensorOptional bias = new TensorOptional(memory.input("bias", columns));
    Supplier<T_TensorTensorTensor_T> forward =
        () -> torch.native_layer_norm(x, normalised, gain, bias, EPSILON);
    if (direction == Direction.FORWARD) {
      return () -> List.of(forward.get().get0());
    }
    T_TensorTensorTensor_T result = forward.get();
    Tensor mean = result.get1();
    Tensor rstd = result.get2();
    Tensor dy = memory.input("dy", rows, columns);
    BoolPointer all = new BoolPointer(3).put(0, true).put(1, true).put(2, true);
    return () -> {
      T_TensorTensorTensor_T gradients =
          torch.native_layer_norm_backward(dy, x, normalised, mean, rstd, gain, bias, all);
      return List.of(gradients.get0(), gradients.get1(), gradients.get2());
    };
  }
}
