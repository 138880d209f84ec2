package org.clip4j.core.ops;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/**
 * {@code y = x Wt + b} with the weight as PyTorch lays it: [out, in], or [out, channels, height,
 * width] for patches. The product is added to what stands in the result already, the bias or the
 * bias and the residual, so that neither costs a pass of its own.
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
    return applyRows(tape, x, weight, bias, 0, weight.value().size(0));
  }

  /**
   * Some of the outputs alone: those of the weight's rows {@code from} (inclusive) to {@code to}
   * (exclusive).
   *
   * @return [rows, to - from]
   */
  public static Variable applyRows(
      Tape tape, Variable x, Parameter weight, Parameter bias, long from, long to) {
    Rows w = new Rows(weight, from, to);
    Tensor out = tape.take(x.value().rows(), to - from);
    tape.kernels().fillRows(bias.value().slice(from, to), out);
    w.product(tape, x, 1, out);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          tape.kernels().addColumnSums(y.gradient(), bias.gradient().slice(from, to));
          w.backward(tape, x, y);
        });
    return y;
  }

  /**
   * Onto a residual: {@code y = residual + x Wt + b}.
   *
   * @param residual [rows, out]
   */
  public static Variable applyOnto(
      Tape tape, Variable residual, Variable x, Parameter weight, Parameter bias) {
    Rows w = Rows.all(weight);
    Tensor out = tape.take(residual.value().shape());
    tape.kernels().addBias(residual.value(), bias.value(), out);
    w.product(tape, x, 1, out);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          tape.kernels().addColumnSums(y.gradient(), bias.gradient());
          w.backward(tape, x, y);
          passOn(tape, y, residual);
        });
    return y;
  }

  /** The residual's share of a gradient: all of it. The last thing that a backward does. */
  static void passOn(Tape tape, Variable y, Variable residual) {
    if (residual.hasGradient()) {
      tape.kernels().axpy(1, y.gradient(), residual.gradient());
    } else if (residual.wantsGradient()) {
      residual.adoptGradient(y);
    }
  }

  /** Without a bias. */
  public static Variable apply(Tape tape, Variable x, Parameter weight) {
    Rows w = Rows.all(weight);
    Tensor out = tape.take(x.value().rows(), weight.value().size(0));
    w.product(tape, x, 0, out);
    Variable y = tape.variable(out);
    tape.record(y, () -> w.backward(tape, x, y));
    return y;
  }

  /** Rows of a weight. */
  private record Rows(Parameter weight, long from, long to) {

    static Rows all(Parameter weight) {
      return new Rows(weight, 0, weight.value().size(0));
    }

    private boolean isAll() {
      return to - from == weight.value().size(0);
    }

    /**
     * A convolution's weight [out, channels, height, width] works on patches as a matrix [out,
     * rest].
     */
    private Tensor matrix(Tensor whole) {
      long out = whole.size(0);
      Tensor matrix = whole.rank() == 2 ? whole : whole.reshape(out, whole.length() / out);
      return isAll() ? matrix : matrix.slice(from, to);
    }

    void product(Tape tape, Variable x, double beta, Tensor out) {
      tape.kernels().gemm(false, true, 1, x.value(), matrix(weight.value()), beta, out);
    }

    void backward(Tape tape, Variable x, Variable y) {
      Kernels kernels = tape.kernels();
      Contribution dw = isAll() ? weight.contribution() : new Contribution(weight.gradient(), true);
      kernels.gemm(true, false, 1, y.gradient(), x.value(), dw.beta(), matrix(dw.tensor()));
      if (x.wantsGradient()) {
        Contribution dx = x.contribution();
        kernels.gemm(false, false, 1, y.gradient(), matrix(weight.value()), dx.beta(), dx.tensor());
      }
    }
  }
}
