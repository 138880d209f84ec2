package org.clip4j.core.ops;

import java.util.Optional;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/**
 * Memory for a gradient that a kernel can only set, though other shares may have come before, or
 * nobody wants it.
 */
final class FreshGradient {

  private final Tape tape;
  private final Optional<Contribution> to;
  private final Tensor tensor;

  FreshGradient(Tape tape, Variable x) {
    this.tape = tape;
    this.to = x.wantsGradient() ? Optional.of(x.contribution()) : Optional.empty();
    this.tensor = isAside() ? tape.take(x.value().shape()) : to.get().tensor();
  }

  private boolean isAside() {
    return to.isEmpty() || to.get().accumulate();
  }

  /** What the kernel is to set. */
  Tensor tensor() {
    return tensor;
  }

  /** Adds it to what came before, where it is wanted. */
  void pass() {
    if (isAside()) {
      to.ifPresent(sum -> tape.kernels().axpy(1, tensor, sum.tensor()));
      tape.arena().giveBack(tensor);
    }
  }
}
