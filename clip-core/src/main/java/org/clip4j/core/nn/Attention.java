package org.clip4j.core.nn;

import org.clip4j.core.ops.AttentionOp;
import org.clip4j.core.ops.GatherOp;
import org.clip4j.core.ops.LinearOp;
import org.clip4j.core.ops.QueryAttentionOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Sequences;

/**
 * Multi-head self-attention over packed sequences, with the parameters of {@code
 * torch.nn.MultiheadAttention} (Vaswani et al. 2017, arXiv:1706.03762).
 */
public final class Attention {

  private final int heads;
  private final boolean causal;
  private final Parameter inWeight;
  private final Parameter inBias;
  private final Linear out;

  /**
   * Declares {@code in_proj_weight}, {@code in_proj_bias} and {@code out_proj}, with PyTorch's
   * defaults.
   *
   * @param heads must divide {@code width}
   * @param causal whether a row sees itself and earlier rows only
   */
  public Attention(ParameterSet.Scope scope, int width, int heads, boolean causal) {
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "A width of " + width + " does not divide into " + heads + " heads");
    }
    this.heads = heads;
    this.causal = causal;
    this.inWeight =
        scope.parameter(
            "in_proj_weight", Initializer.xavierUniform(width, 3L * width), 3L * width, width);
    this.inBias = scope.parameter("in_proj_bias", Initializer.constant(0), 3L * width);
    this.out = new Linear(scope.child("out_proj"), width, width);
    out.bias().initializer(Initializer.constant(0));
  }

  /** [3 width, width]: queries, keys, values. */
  public Parameter inWeight() {
    return inWeight;
  }

  /** The output projection. */
  public Linear out() {
    return out;
  }

  /** {@code residual} plus the attention of {@code x}; both [rows, width]. */
  public Variable forwardOnto(Tape tape, Variable residual, Variable x, Sequences sequences) {
    Variable qkv = LinearOp.apply(tape, x, inWeight, inBias);
    return out.forwardOnto(tape, residual, AttentionOp.apply(tape, qkv, sequences, heads, causal));
  }

  /**
   * The same for one row of each sequence alone: the other rows give keys and values, but no
   * queries.
   *
   * @param residual [sequences, width]
   * @param x [rows, width]
   * @param read the row of each sequence; with a causal mask its last, which sees all others
   * @return [sequences, width]
   */
  public Variable forwardReadOnto(
      Tape tape, Variable residual, Variable x, Sequences sequences, int[] read) {
    requireSeesAll(sequences, read);
    int width = inWeight.value().columns();
    Variable queries = GatherOp.apply(tape, GatherOp.from(x, read));
    Variable q = LinearOp.applyRows(tape, queries, inWeight, inBias, 0, width);
    Variable kv = LinearOp.applyRows(tape, x, inWeight, inBias, width, 3L * width);
    return out.forwardOnto(tape, residual, QueryAttentionOp.apply(tape, q, kv, sequences, heads));
  }

  private void requireSeesAll(Sequences sequences, int[] read) {
    for (int i = 0; i < read.length; i++) {
      int last = sequences.start(i + 1) - 1;
      boolean inside = read[i] >= sequences.start(i) && read[i] <= last;
      if (!inside || causal && read[i] != last) {
        throw new IllegalArgumentException(
            String.format(
                "Row %d is not %s sequence %d, rows %d to %d",
                read[i],
                causal ? "the last, which sees all, of" : "a row of",
                i,
                sequences.start(i),
                last));
      }
    }
  }
}
