package org.clip4j.core.ops;

import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** Memory for a gradient that a kernel can only set, though other shares may have come before. */
final class FreshGradient {

  private final Tape tape;
  private final Contribution to;
  private final Tensor tensor;

  FreshGradient(Tape tape, Variable x) {
    this.tape = tape;
    this.to = x.contribution();
    this.tensor = to.accumulate() ? tape.take(to.tensor().shape()) : to.tensor();
  }

  /** What the kernel is to set. */
  Tensor tensor() {
    return tensor;
  }

  /** Adds it to what came before. */
  void pass() {
    if (to.accumulate()) {
      tape.kernels().axpy(1, tensor, to.tensor());
      tape.arena().giveBack(tensor);
    }
  }
}
