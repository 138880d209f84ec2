package org.clip4j.core.parameters;

import java.util.Arrays;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Contribution;
import org.clip4j.core.tensor.Tensor;

/** A learned tensor with its gradient, under its name in the state dict. */
public final class Parameter {

  private final String name;
  private final long[] shape;
  private Initializer initializer;
  private Tensor value;
  private Tensor gradient;
  private boolean gradientIsOld;

  Parameter(String name, long[] shape, Initializer initializer) {
    this.name = name;
    this.shape = shape;
    this.initializer = initializer;
  }

  /**
   * The path in the tree of modules, such as {@code visual.transformer.resblocks.0.ln_1.weight}.
   */
  public String name() {
    return name;
  }

  /** Sizes, outermost first; {@code []} for a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public long length() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The values. */
  public Tensor value() {
    if (value == null) {
      throw new IllegalStateException(
          name + " has no memory yet: call ParameterSet.allocate first");
    }
    return value;
  }

  /** The gradient; backwards add to it, {@link ParameterSet#zeroGradients()} clears it. */
  public Tensor gradient() {
    requireGradient();
    if (gradientIsOld) {
      gradientIsOld = false;
      gradient.zero();
    }
    return gradient;
  }

  /**
   * Where a backward puts its share of the gradient: the first one behind {@link
   * ParameterSet#zeroGradients()} sets all of it, which spares clearing and reading it, later ones
   * add to it.
   */
  public Contribution contribution() {
    requireGradient();
    boolean first = gradientIsOld;
    gradientIsOld = false;
    return new Contribution(gradient, !first);
  }

  private void requireGradient() {
    value();
    if (gradient == null) {
      throw new IllegalStateException(name + " was allocated for inference, without a gradient");
    }
  }

  /** From now on the gradient counts as zero, whatever its memory holds. */
  void forgetGradient() {
    gradientIsOld = true;
  }

  /** Chooses another distribution of first values. */
  public void initializer(Initializer other) {
    this.initializer = other;
  }

  void bind(Tensor values, Tensor gradients) {
    this.value = values;
    this.gradient = gradients;
  }

  /**
   * Draws first values from the stream that seed and name give: they do not depend on the other
   * parameters.
   */
  void initialize(long seed) {
    DeterministicRandom random = DeterministicRandom.of(seed, name);
    long n = length();
    for (long i = 0; i < n; i++) {
      value.set(i, initializer.draw(random));
    }
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
