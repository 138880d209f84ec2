package org.clip4j.core.ops;

import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/** Attention of one query a sequence, which sees all of its sequence. */
public final class QueryAttentionOp {

  private QueryAttentionOp() {}

  /**
   * Attends.
   *
   * @param query [sequences, width]
   * @param keyValue [rows, 2 width]: keys and values side by side
   * @param sequences how the rows divide; must cover exactly the rows of {@code keyValue}
   * @return [sequences, width]
   */
  public static Variable apply(
      Tape tape, Variable query, Variable keyValue, Sequences sequences, int heads) {
    Tensor q = query.value();
    Tensor kv = keyValue.value();
    if (sequences.rows() != kv.rows() || sequences.count() != q.rows()) {
      throw new IllegalArgumentException(
          String.format(
              "%d sequences of %d rows do not fit queries %s and keys, values %s",
              sequences.count(), sequences.rows(), q, kv));
    }
    Tensor out = tape.take(q.shape());
    Tensor probabilities = tape.take(kv.rows(), heads);
    tape.kernels().queryAttention(q, kv, sequences, heads, out, probabilities);
    Variable y = tape.variable(out);
    tape.record(
        y,
        () -> {
          if (!query.wantsGradient() && !keyValue.wantsGradient()) {
            return;
          }
          FreshGradient dQuery = new FreshGradient(tape, query);
          FreshGradient dKeyValue = new FreshGradient(tape, keyValue);
          tape.kernels()
              .queryAttentionBackward(
                  y.gradient(),
                  query.value(),
                  keyValue.value(),
                  probabilities,
                  sequences,
                  heads,
                  dQuery.tensor(),
                  dKeyValue.tensor());
          dQuery.pass();
          dKeyValue.pass();
        });
    return y;
  }
}
