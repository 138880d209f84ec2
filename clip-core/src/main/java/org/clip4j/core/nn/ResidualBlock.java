package org.clip4j.core.nn;

import org.clip4j.core.ops.AddOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Sequences;

/** A pre-norm transformer block: {@code x + attn(ln_1(x))}, then {@code x + mlp(ln_2(x))}. */
public final class ResidualBlock {

  private final LayerNorm norm1;
  private final Attention attention;
  private final LayerNorm norm2;
  private final Mlp mlp;

  /** Declares {@code ln_1}, {@code attn}, {@code ln_2} and {@code mlp}. */
  public ResidualBlock(ParameterSet.Scope scope, TransformerShape shape) {
    this.norm1 = new LayerNorm(scope.child("ln_1"), shape.width());
    this.attention =
        new Attention(scope.child("attn"), shape.width(), shape.heads(), shape.causal());
    this.norm2 = new LayerNorm(scope.child("ln_2"), shape.width());
    this.mlp = new Mlp(scope.child("mlp"), shape.width(), shape.hidden(), shape.activation());
  }

  /** The attention. */
  public Attention attention() {
    return attention;
  }

  /** The perceptron. */
  public Mlp mlp() {
    return mlp;
  }

  /** [rows, width] to [rows, width]. */
  public Variable forward(Tape tape, Variable x, Sequences sequences) {
    Variable attended =
        AddOp.apply(tape, x, attention.forward(tape, norm1.forward(tape, x), sequences));
    return AddOp.apply(tape, attended, mlp.forward(tape, norm2.forward(tape, attended)));
  }
}
