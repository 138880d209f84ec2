package org.clip4j.core.ops;

import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** {@code y = a + b}: the residual connection. */
public final class AddOp {

  private AddOp() {}

  /** Adds two values of the same shape. */
  public static Variable apply(Tape tape, Variable a, Variable b) {
    Tensor out = tape.take(a.value().shape());
    tape.kernels().add(a.value(), b.value(), out);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          pass(tape, y, a);
          pass(tape, y, b);
        });
    return y;
  }

  private static void pass(Tape tape, Variable y, Variable x) {
    if (!x.wantsGradient()) {
      return;
    }
    Contribution dx = x.contribution();
    if (dx.accumulate()) {
      tape.kernels().axpy(1, y.gradient(), dx.tensor());
    } else {
      // A copy and not the same memory: others may add to this gradient before that of y is done
      // with.
      dx.tensor().assign(y.gradient());
    }
  }
}
