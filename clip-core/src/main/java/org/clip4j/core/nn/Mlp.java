package org.clip4j.core.nn;

import org.clip4j.core.kernels.Activation;
import org.clip4j.core.ops.ActivatedLinearOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.ParameterSet;

/** The two-layer perceptron of a transformer block: {@code c_proj(activation(c_fc(x)))}. */
public final class Mlp {

  private final Activation activation;
  private final Linear expand;
  private final Linear project;

  /** Declares {@code c_fc} [hidden, width] and {@code c_proj} [width, hidden]. */
  public Mlp(ParameterSet.Scope scope, int width, int hidden, Activation activation) {
    this.activation = activation;
    this.expand = new Linear(scope.child("c_fc"), width, hidden);
    this.project = new Linear(scope.child("c_proj"), hidden, width);
  }

  /** {@code c_fc}. */
  public Linear expand() {
    return expand;
  }

  /** {@code c_proj}. */
  public Linear project() {
    return project;
  }

  /** {@code residual} plus the perceptron of {@code x}; both [rows, width]. */
  public Variable forwardOnto(Tape tape, Variable residual, Variable x) {
    Variable hidden = expand.forwardWithoutBias(tape, x);
    return ActivatedLinearOp.applyOnto(
        tape, residual, activation, hidden, expand.bias(), project.weight(), project.bias());
  }
}
