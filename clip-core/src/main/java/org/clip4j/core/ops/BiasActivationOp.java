package org.clip4j.core.ops;

import java.util.function.Consumer;
import org.clip4j.core.kernels.Activation;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Tensor;

/**
 * {@code y = activation(x + bias)}: the bias of the layer before, fused with the activation. The
 * result may be forgotten.
 */
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
    Consumer<Tensor> activate =
        to -> tape.kernels().biasActivation(activation, x.value(), bias.value(), to);
    activate.accept(out);
    Variable y = tape.variable(out, activate);
    tape.record(
        y,
        () -> {
          // In place, and handed on, where no other gradient has reached the input yet.
          boolean first = !x.hasGradient();
          Tensor dx = first ? y.gradient() : tape.take(x.value().shape());
          tape.kernels()
              .biasActivationBackward(
                  activation, y.gradient(), x.value(), bias.value(), dx, bias.gradient());
          if (first) {
            x.adoptGradient(y);
          } else {
            tape.kernels().axpy(1, dx, x.gradient());
          }
        });
    return y;
  }
}
