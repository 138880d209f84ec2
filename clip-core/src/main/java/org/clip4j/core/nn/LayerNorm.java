package org.clip4j.core.nn;

import org.clip4j.core.ops.LayerNormOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;

/** Layer normalisation over the last dimension, epsilon 1e-5 (Ba et al. 2016, arXiv:1607.06450). */
public final class LayerNorm {

  /** PyTorch's and open_clip's default. */
  public static final double EPSILON = 1e-5;

  private final Parameter weight;
  private final Parameter bias;

  /** Declares {@code weight} (ones) and {@code bias} (zeros), both [width]. */
  public LayerNorm(ParameterSet.Scope scope, int width) {
    this.weight = scope.parameter("weight", Initializer.constant(1), width);
    this.bias = scope.parameter("bias", Initializer.constant(0), width);
  }

  /** [rows, width] to [rows, width]. */
  public Variable forward(Tape tape, Variable x) {
    return LayerNormOp.apply(tape, x, weight, bias, EPSILON);
  }
}
