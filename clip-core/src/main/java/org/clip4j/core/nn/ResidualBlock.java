package org.clip4j.core.nn;

import org.clip4j.core.ops.GatherOp;
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
    Variable normed = norm1.forward(tape, x);
    Variable attended = attention.forwardOnto(tape, x, normed, sequences);
    normed.forget();
    return perceive(tape, attended);
  }

  /**
   * One row of each sequence alone, for what is read of the last block: the other rows only give
   * keys and values.
   *
   * @param read the row of each sequence; with a causal mask its last
   * @return [sequences, width]: the rows {@code read} of what {@link #forward} gives
   */
  public Variable forwardRead(Tape tape, Variable x, Sequences sequences, int[] read) {
    Variable residual = GatherOp.apply(tape, GatherOp.from(x, read));
    Variable normed = norm1.forward(tape, x);
    Variable attended = attention.forwardReadOnto(tape, residual, normed, sequences, read);
    normed.forget();
    return perceive(tape, attended);
  }

  private Variable perceive(Tape tape, Variable x) {
    Variable normed = norm2.forward(tape, x);
    Variable y = mlp.forwardOnto(tape, x, normed);
    normed.forget();
    return y;
  }
}
