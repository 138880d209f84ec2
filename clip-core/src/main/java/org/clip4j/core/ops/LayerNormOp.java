package org.clip4j.core.ops;

import java.util.function.Consumer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** Layer normalisation of every row, with gain and bias; its result may be forgotten. */
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
    Consumer<Tensor> normalise =
        to ->
            tape.kernels()
                .layerNorm(x.value(), gain.value(), bias.value(), epsilon, to, mean, rstd);
    normalise.accept(out);
    Variable y = tape.variable(out, normalise);
    tape.record(
        y,
        () -> {
          // Without a wish for it the input's gradient is still computed, into memory nobody reads.
          boolean wanted = x.wantsGradient();
          Contribution dx =
              wanted ? x.contribution() : new Contribution(tape.take(x.value().shape()), false);
          tape.kernels()
              .layerNormBackward(
                  y.gradient(),
                  x.value(),
                  gain.value(),
                  mean,
                  rstd,
                  dx.tensor(),
                  dx.accumulate(),
                  gain.gradient(),
                  bias.gradient());
          if (!wanted) {
            tape.arena().giveBack(dx.tensor());
          }
        });
    return y;
  }
}
