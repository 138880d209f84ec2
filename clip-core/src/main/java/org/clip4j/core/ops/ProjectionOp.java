package org.clip4j.core.ops;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** {@code y = x P} with the projection as CLIP lays it: [width, embedding]. */
public final class ProjectionOp {

  private ProjectionOp() {}

  /**
   * The matrix product.
   *
   * @param x [rows, width]
   * @param projection [width, embedding]
   * @return [rows, embedding]
   */
  public static Variable apply(Tape tape, Variable x, Parameter projection) {
    Tensor p = projection.value();
    Tensor out = tape.take(x.value().rows(), p.columns());
    tape.kernels().gemm(false, false, 1, x.value(), p, 0, out);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          Kernels kernels = tape.kernels();
          Contribution dp = projection.contribution();
          kernels.gemm(true, false, 1, x.value(), y.gradient(), dp.beta(), dp.tensor());
          if (x.wantsGradient()) {
            Contribution dx = x.contribution();
            kernels.gemm(false, true, 1, y.gradient(), p, dx.beta(), dx.tensor());
          }
        });
    return y;
  }
}
