package org.clip4j.core.ops;

import org.clip4j.core.kernels.Activation;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Tensor;

/** {@code y = activation(x + bias)}: the bias of the layer before, fused with the activation. */
public final class BiasActivationOp {

  private BiasActivationOp() {}

  /**
   * Activates.
   *
   * @param x [rows, width]
   * @param bias [width]
   * @return [rows, width]
   */
  public static Variable apply(Tape tape, Activation activation, Variable x, Parameter bias) {
    Tensor in = x.value();
    Tensor out = tape.take(in.shape());
    tape.kernels().biasActivation(activation, in, bias.value(), out);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          // In place, and handed on, where no other gradient has reached the input yet.
          boolean first = !x.hasGradient();
          Tensor dx = first ? y.gradient() : tape.take(in.shape());
          tape.kernels()
              .biasActivationBackward(
                  activation, y.gradient(), in, bias.value(), dx, bias.gradient());
          if (first) {
            x.adoptGradient(y);
          } else {
            tape.kernels().axpy(1, dx, x.gradient());
          }
        });
    return y;
  }
}
