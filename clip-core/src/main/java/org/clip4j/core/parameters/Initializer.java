package org.clip4j.core.parameters;

import java.util.random.RandomGenerator;

/** How a parameter's first values are drawn. */
@FunctionalInterface
public interface Initializer {

  /** The next value, in row-major order. */
  double draw(RandomGenerator random);

  /** Every value the same. */
  static Initializer constant(double value) {
    return random -> value;
  }

  /** Normal with mean 0. */
  static Initializer normal(double standardDeviation) {
    return random -> standardDeviation * random.nextGaussian();
  }

  /** Uniform in [-bound, bound). */
  static Initializer uniform(double bound) {
    return random -> bound * (2 * random.nextDouble() - 1);
  }

  /**
   * PyTorch's default for the weight and bias of {@code nn.Linear} and for convolutions: uniform
   * within {@code 1 / sqrt(fanIn)}.
   */
  static Initializer fanIn(long fanIn) {
    return uniform(1 / Math.sqrt(fanIn));
  }

  /**
   * Glorot and Bengio's uniform (2010), PyTorch's default for the in-projection of {@code
   * nn.MultiheadAttention}.
   */
  static Initializer xavierUniform(long fanIn, long fanOut) {
    return uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
  }
}
