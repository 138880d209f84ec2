package org.clip4j.core.ops;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Tensor;

/**
 * {@code y = x Wt + b} with the weight as PyTorch lays it: [out, in], or [out, channels, height,
 * width] for patches.
 */
public final class LinearOp {

  private LinearOp() {}

  /**
   * With a bias.
   *
   * @param x [rows, in]
   * @param weight [out, in] (further dimensions are folded into the last)
   * @param bias [out]
   * @return [rows, out]
   */
  public static Variable apply(Tape tape, Variable x, Parameter weight, Parameter bias) {
    Variable y = product(tape, x, weight);
    tape.kernels().addBias(y.value(), bias.value());
    tape.record(
        y,
        () -> {
          tape.kernels().addColumnSums(y.gradient(), bias.gradient());
          backward(tape, x, weight, y);
        });
    return y;
  }

  /** Without a bias. */
  public static Variable apply(Tape tape, Variable x, Parameter weight) {
    Variable y = product(tape, x, weight);
    tape.record(y, () -> backward(tape, x, weight, y));
    return y;
  }

  private static Variable product(Tape tape, Variable x, Parameter weight) {
    Tensor in = x.value();
    Tensor w = matrix(weight.value());
    Tensor out = tape.take(in.rows(), w.rows());
    tape.kernels().gemm(false, true, 1, in, w, 0, out);
    return tape.variable(out);
  }

  private static void backward(Tape tape, Variable x, Parameter weight, Variable y) {
    Kernels kernels = tape.kernels();
    kernels.gemm(true, false, 1, y.gradient(), x.value(), 1, matrix(weight.gradient()));
    if (x.wantsGradient()) {
      Variable.Contribution dx = x.contribution();
      kernels.gemm(false, false, 1, y.gradient(), matrix(weight.value()), dx.beta(), dx.tensor());
    }
  }

  /**
   * A convolution's weight [out, channels, height, width] works on patches as a matrix [out, rest].
   */
  private static Tensor matrix(Tensor weight) {
    return weight.rank() == 2
        ? weight
        : weight.reshape(weight.size(0), weight.length() / weight.size(0));
  }
}
