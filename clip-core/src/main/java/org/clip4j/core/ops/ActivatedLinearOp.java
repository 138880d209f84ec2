package org.clip4j.core.ops;

import org.clip4j.core.kernels.Activation;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/**
 * {@code y = residual + activation(x + c) Wt + b}: the second half of a perceptron, whose first
 * half leaves its bias {@code c} to this operation.
 *
 * <p>What the activation gives is not kept for the backward pass. The weight's gradient needs it,
 * and the activation's own backward computes it on the way, into the memory of {@code x}.
 */
public final class ActivatedLinearOp {

  private ActivatedLinearOp() {}

  /**
   * Activates and multiplies.
   *
   * @param residual [rows, out]
   * @param x [rows, in]; nothing else may use it, for the backward pass overwrites it
   * @param c [in]
   * @param weight [out, in]
   * @param b [out]
   * @return [rows, out]
   */
  public static Variable applyOnto(
      Tape tape,
      Variable residual,
      Activation activation,
      Variable x,
      Parameter c,
      Parameter weight,
      Parameter b) {
    Kernels kernels = tape.kernels();
    Tensor activated = tape.take(x.value().shape());
    kernels.biasActivation(activation, x.value(), c.value(), activated);
    Tensor out = tape.take(residual.value().shape());
    kernels.addBias(residual.value(), b.value(), out);
    kernels.gemm(false, true, 1, activated, weight.value(), 1, out);
    tape.arena().giveBack(activated);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          Tensor dy = y.gradient();
          kernels.addColumnSums(dy, b.gradient());
          if (x.hasGradient()) {
            throw new IllegalStateException("Another operation uses what is activated here, " + x);
          }
          FreshGradient dx = new FreshGradient(tape, x);
          kernels.gemm(false, false, 1, dy, weight.value(), 0, dx.tensor());
          kernels.biasActivationBackward(
              activation, dx.tensor(), x.value(), c.value(), dx.tensor(), c.gradient());
          Contribution dw = weight.contribution();
          kernels.gemm(true, false, 1, dy, x.value(), dw.beta(), dw.tensor());
          dx.pass();
          LinearOp.passOn(tape, y, residual);
        });
    return y;
  }
}
