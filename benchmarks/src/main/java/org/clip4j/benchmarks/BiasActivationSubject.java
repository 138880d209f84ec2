package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Activation;
import org.clip4j.core.kernels.Kernels;

/**
 * {@code activation(x + bias)}. Backward libtorch has {@code x + bias} from its forward pass; the
 * kernels compute the activation itself once more, which the next layer's gradient wants of them.
 */
record BiasActivationSubject(Direction direction, Activation activation, int rows, int columns)
    implements Subject {

  private static final double QUICK_GELU_FACTOR = 1.702;

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var x = memory.input("x", rows, columns);
    var bias = memory.input("bias", columns);
    if (direction == Direction.FORWARD) {
      var y = memory.zeros(rows, columns);
      return new Work(() -> kernels.biasActivation(activation, x, bias, y), List.of(y));
    }
    var dy = memory.input("dy", rows, columns);
    var dx = memory.zeros(rows, columns);
    var dBias = memory.zeros(columns);
    return new Work(
        () -> kernels.biasActivationBackward(activation, dy, x, bias, dx, dBias),
        List.of(dx, dBias));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    return direction == Direction.FORWARD ? torchForward(memory) : torchBackward(memory);
  }

  private Supplier<List<Tensor>> torchForward(TorchMemory memory) {
    Tensor x = memory.input("x", rows, columns);
    Tensor bias = memory.input("bias", columns);
    Tensor biased = memory.zeros(rows, columns);
    Tensor y = memory.zeros(rows, columns);
    if (activation == Activation.GELU) {
      return () -> {
        torch.add_out(biased, x, bias);
        return List.of(torch.gelu_out(y, biased));
      };
    }
    Tensor gate = memory.zeros(rows, columns);
    Scalar factor = new Scalar(QUICK_GELU_FACTOR);
    return () -> {
      torch.add_out(biased, x, bias);
      torch.mul_out(gate, biased, factor);
      torch.sigmoid_out(gate, gate);
      return List.of(torch.mul_out(y, biased, gate));
    };
  }

  private Supplier<List<Tensor>> torchBackward(TorchMemory memory) {
    Tensor dy = memory.input("dy", rows, columns);
    if (activation == Activation.GELU) {
      Tensor biased = memory.input("x", rows, columns).add(memory.input("bias", columns));
      Tensor dx = memory.zeros(rows, columns);
      Tensor dBias = memory.zeros(columns);
      return () -> {
        torch.gelu_backward_out(dx, dy, biased);
        return List.of(dx, torch.sum_out(dBias, dx, 0));
      };
    }
    Tensor x = memory.leaf("x", rows, columns);
    Tensor bias = memory.leaf("bias", columns);
    Tensor biased = x.add(bias);
    Tensor y = biased.mul(torch.sigmoid(biased.mul(new Scalar(QUICK_GELU_FACTOR))));
    return () -> TorchGradients.of(y, dy, x, bias);
  }
}
