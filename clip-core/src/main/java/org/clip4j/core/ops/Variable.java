package org.clip4j.core.ops;

import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** A value on the tape and, while the backward pass needs it, its gradient. */
public final class Variable {
  private final Tensor value;
  private final Arena arena;
  private final boolean wantsGradient;
  private boolean kept;
  private Tensor gradient;

  Variable(Tensor value, Arena arena, boolean wantsGradient) {
    this.value = value;
    this.arena = arena;
    this.wantsGradient = wantsGradient;
  }

  /**
   * The value. It lives until its operation's backward has run, where it is {@link #keep() kept}
   * until the arena's reset.
   */
  public Tensor value() {
    return value;
  }

  /** Keeps the value in memory when its backward has run, for it is wanted afterwards. */
  public Variable keep() {
    kept = true;
    return this;
  }

  /** Whether a backward is to pass a gradient on to this value. */
  public boolean wantsGradient() {
    return wantsGradient;
  }

  /** Whether a gradient has reached this value. */
  public boolean hasGradient() {
    return gradient != null;
  }

  /** The gradient that has reached this value, of the value's shape. */
  public Tensor gradient() {
    if (gradient == null) {
      throw new IllegalStateException("No gradient has reached this value " + value);
    }
    return gradient;
  }

  /** Starts the backward pass here with a given gradient, which is copied. */
  public void seedGradient(Tensor seed) {
    contribution().tensor().assign(seed);
  }

  /**
   * Where a backward puts its share of this value's gradient: the first one sets it, later ones add
   * to it.
   *
   * @throws IllegalStateException if no gradient is wanted
   */
  public Contribution contribution() {
    if (!wantsGradient) {
      throw new IllegalStateException("No gradient is wanted for this value " + value);
    }
    boolean first = gradient == null;
    if (first) {
      gradient = arena.take(value.shape());
    }
    return new Contribution(gradient, !first);
  }

  /**
   * Takes over the gradient of an operation's result, memory and all, as the first share of this
   * value's own: the last thing that the operation's backward does.
   *
   * @throws IllegalStateException if a gradient has reached this value already, or none is wanted
   */
  public void adoptGradient(Variable result) {
    if (!wantsGradient || gradient != null) {
      throw new IllegalStateException("This value " + value + " cannot adopt a gradient");
    }
    gradient = result.gradient().reshape(value.shape());
    result.gradient = null;
  }

  /** Gives back what nobody reads once the backward of the operation that made it has run. */
  void giveBack() {
    if (gradient != null) {
      arena.giveBack(gradient);
      gradient = null;
    }
    if (!kept) {
      arena.giveBack(value);
    }
  }
}
