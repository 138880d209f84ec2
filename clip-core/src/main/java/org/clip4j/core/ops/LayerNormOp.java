package org.clip4j.core.ops;

import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** Layer normalisation of every row, with gain and bias. */
public final class LayerNormOp {

  private LayerNormOp() {}

  /**
   * Normalises.
   *
   * @param x [rows, width]
   * @param gain [width]
   * @param bias [width]
   * @return [rows, width]
   */
  public static Variable apply(
      Tape tape, Variable x, Parameter gain, Parameter bias, double epsilon) {
    Tensor in = x.value();
    Tensor out = tape.take(in.shape());
    Tensor mean = tape.take(in.rows());
    Tensor rstd = tape.take(in.rows());
    tape.kernels().layerNorm(in, gain.value(), bias.value(), epsilon, out, mean, rstd);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          // Without a wish for it the input's gradient is still computed, into memory nobody reads.
          Contribution dx =
              x.wantsGradient() ? x.contribution() : new Contribution(tape.take(in.shape()), false);
          tape.kernels()
              .layerNormBackward(
                  y.gradient(),
                  in,
                  gain.value(),
                  mean,
                  rstd,
                  dx.tensor(),
                  dx.accumulate(),
                  gain.gradient(),
                  bias.gradient());
        });
    return y;
  }
}
