package org.clip4j.core.ops;

import java.util.Arrays;
import java.util.function.Consumer;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** A value on the tape and, while the backward pass needs it, its gradient. */
public final class Variable {
  private final long[] shape;
  private final Arena arena;
  private final boolean wantsGradient;
  private final Consumer<Tensor> recipe;
  private Tensor value;
  private boolean kept;
  private Tensor gradient;

  Variable(Tensor value, Arena arena, boolean wantsGradient) {
    this(value, arena, wantsGradient, null);
  }

  /**
   * @param recipe sets the value once more, the same bits; null where there is none
   */
  Variable(Tensor value, Arena arena, boolean wantsGradient, Consumer<Tensor> recipe) {
    this.shape = value.shape();
    this.value = value;
    this.arena = arena;
    this.wantsGradient = wantsGradient;
    this.recipe = recipe;
  }

  /**
   * The value. It lives until its operation's backward has run, where it is {@link #keep() kept}
   * until the arena's reset.
   */
  public Tensor value() {
    if (value == null) {
      value = arena.take(shape);
      recipe.accept(value);
    }
    return value;
  }

  /**
   * Gives the value's memory back until the backward pass asks for it, which then computes it once
   * more: for values that are large, cheap to compute, and not read any more on the way forward.
   * Nothing happens where the operation has no recipe for that, or no backward pass follows.
   */
  public void forget() {
    if (recipe != null && wantsGradient && value != null) {
      arena.giveBack(value);
      value = null;
    }
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
      throw new IllegalStateException("No gradient has reached this value " + this);
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
      throw new IllegalStateException("No gradient is wanted for this value " + this);
    }
    boolean first = gradient == null;
    if (first) {
      gradient = arena.take(shape);
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
      throw new IllegalStateException("This value " + this + " cannot adopt a gradient");
    }
    gradient = result.gradient().reshape(shape);
    result.gradient = null;
  }

  /** Gives back what nobody reads once the backward of the operation that made it has run. */
  void giveBack() {
    if (gradient != null) {
      arena.giveBack(gradient);
      gradient = null;
    }
    if (!kept && value != null) {
      arena.giveBack(value);
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(shape);
  }
}
