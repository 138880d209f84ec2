package org.clip4j.core.nn;

import org.clip4j.core.ops.LinearOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;

/** {@code y = x Wt + b}, with PyTorch's layout: the weight is [out, in]. */
public final class Linear {

  private final Parameter weight;
  private final Parameter bias;

  /** Declares {@code weight} and {@code bias}, with the defaults of {@code torch.nn.Linear}. */
  public Linear(ParameterSet.Scope scope, int in, int out) {
    this.weight = scope.parameter("weight", Initializer.fanIn(in), out, in);
    this.bias = scope.parameter("bias", Initializer.fanIn(in), out);
  }

  /** [out, in]. */
  public Parameter weight() {
    return weight;
  }

  /** [out]. */
  public Parameter bias() {
    return bias;
  }

  /** [rows, in] to [rows, out]. */
  public Variable forward(Tape tape, Variable x) {
    return LinearOp.apply(tape, x, weight, bias);
  }

  /** {@code residual + x Wt + b}; [rows, in] and [rows, out] to [rows, out]. */
  public Variable forwardOnto(Tape tape, Variable residual, Variable x) {
    return LinearOp.applyOnto(tape, residual, x, weight, bias);
  }

  /** {@code x Wt} alone: the bias is left to a fused operation that follows. */
  Variable forwardWithoutBias(Tape tape, Variable x) {
    return LinearOp.apply(tape, x, weight);
  }
}
