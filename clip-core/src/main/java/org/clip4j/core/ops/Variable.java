package org.clip4j.core.ops;

import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/** A value on the tape and, once the backward pass reaches it, its gradient. */
public final class Variable {

  private final Tensor value;
  private final Arena arena;
  private final boolean wantsGradient;
  private Tensor gradient;

  Variable(Tensor value, Arena arena, boolean wantsGradient) {
    this.value = value;
    this.arena = arena;
    this.wantsGradient = wantsGradient;
  }

  /** The value; it lives until the arena's reset. */
  public Tensor value() {
    return value;
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
   * A share of a gradient.
   *
   * @param tensor where it goes
   * @param accumulate whether it is added to what is there (else the old contents are undefined)
   */
  public record Contribution(Tensor tensor, boolean accumulate) {
    /** 1 when adding, 0 when setting: the beta of a matrix product. */
    public double beta() {
      return accumulate ? 1 : 0;
    }
  }
}
