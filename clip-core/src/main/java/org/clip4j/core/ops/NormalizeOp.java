package org.clip4j.core.ops;

import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** Scales every row to unit length. */
public final class NormalizeOp {

  private NormalizeOp() {}

  /** [rows, width] to rows of length 1. */
  public static Variable apply(Tape tape, Variable x) {
    Tensor in = x.value();
    Tensor out = tape.take(in.shape());
    Tensor norms = tape.take(in.rows());
    tape.kernels().normalizeRows(in, out, norms);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          if (x.wantsGradient()) {
            Contribution dx = x.contribution();
            tape.kernels()
                .normalizeRowsBackward(y.gradient(), out, norms, dx.tensor(), dx.accumulate());
          }
        });
    return y;
  }
}
