package org.clip4j.core.ops;

import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/** Scaled dot-product attention of several heads within packed sequences. */
public final class AttentionOp {

  private AttentionOp() {}

  /**
   * Attends. The softmax is not stored: the backward makes it again from its row-wise log-sum-exp.
   *
   * @param qkv [rows, 3 width]: queries, keys and values side by side
   * @param sequences how the rows divide; must cover exactly the rows of {@code qkv}
   * @return [rows, width]
   */
  public static Variable apply(
      Tape tape, Variable qkv, Sequences sequences, int heads, boolean causal) {
    Tensor in = qkv.value();
    if (sequences.rows() != in.rows()) {
      throw new IllegalArgumentException(
          "Sequences of " + sequences.rows() + " rows do not fit queries, keys, values " + in);
    }
    Tensor out = tape.take(in.rows(), in.columns() / 3);
    Tensor logSumExp = tape.take(in.rows(), heads);
    tape.kernels().attention(in, sequences, heads, causal, out, logSumExp);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          if (!qkv.wantsGradient()) {
            return;
          }
          FreshGradient dQkv = new FreshGradient(tape, qkv);
          tape.kernels()
              .attentionBackward(
                  y.gradient(),
                  qkv.value(),
                  out,
                  logSumExp,
                  sequences,
                  heads,
                  causal,
                  dQkv.tensor());
          dQkv.pass();
        });
    return y;
  }
}
