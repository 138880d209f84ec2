package org.clip4j.core.ops;

import java.util.function.BiFunction;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/**
 * Activation recomputation (Chen et al. 2016, arXiv:1604.06174): a part of a model keeps its input
 * alone and is run once more in the backward pass. The gradients are the same bits, for the same
 * kernels run on the same values.
 */
public final class CheckpointOp {

  private CheckpointOp() {}

  /**
   * Runs a part of a model so that none of its values stays.
   *
   * @param part from a value on the tape it is given to a result of the same shape; it is called
   *     twice and must do the same both times
   */
  public static Variable apply(Tape tape, Variable x, BiFunction<Tape, Variable, Variable> part) {
    Tensor out = tape.take(x.value().shape());
    try (Arena.Frame inner = tape.arena().frame()) {
      Tape forward = new Tape(tape.kernels(), tape.arena(), false);
      out.assign(part.apply(forward, forward.constant(x.value())).value());
    }
    Variable y = tape.variable(out);
    tape.record(y, () -> backward(tape, x, part, y));
    return y;
  }

  private static void backward(
      Tape tape, Variable x, BiFunction<Tape, Variable, Variable> part, Variable y) {
    boolean wanted = x.wantsGradient();
    // Taken before the frame, so that it outlives it.
    Contribution dx = wanted ? x.contribution() : null;
    try (Arena.Frame inner = tape.arena().frame()) {
      Tape again = new Tape(tape.kernels(), tape.arena(), true);
      Variable input = wanted ? again.variable(x.value()).keep() : again.constant(x.value());
      part.apply(again, input).seedGradient(y.gradient());
      again.backward();
      if (wanted && dx.accumulate()) {
        tape.kernels().axpy(1, input.gradient(), dx.tensor());
      } else if (wanted) {
        dx.tensor().assign(input.gradient());
      }
    }
  }
}
