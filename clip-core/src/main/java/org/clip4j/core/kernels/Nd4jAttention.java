package org.clip4j.core.kernels;

import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Attention on ND4J's operations, both ways, head by head. */
final class Nd4jAttention {

  private Nd4jAttention() {}

  /** See {@link Kernels#attention}. */
  static void forward(
      Tensor qkv, Sequences sequences, int heads, boolean causal, Tensor out, Tensor logSumExp) {
    for (int s = 0; s < sequences.count(); s++) {
      for (int h = 0; h < heads; h++) {
        Head head = new Head(qkv, sequences, s, h, heads);
        INDArray scores = head.scores(causal);
        INDArray lse = Nd4jKernels.logSumExpOfRows(scores);
        INDArray probabilities = Transforms.exp(scores.subColumnVector(lse));
        head.part(out, h).assign(probabilities.mmul(head.value));
        head.column(logSumExp, h).assign(lse.reshape(lse.length(), 1));
      }
    }
  }

  /** See {@link Kernels#attentionBackward}. */
  static void backward(
      Tensor dOut,
      Tensor qkv,
      Tensor out,
      Tensor logSumExp,
      Sequences sequences,
      int heads,
      boolean causal,
      Tensor dQkv) {
    for (int s = 0; s < sequences.count(); s++) {
      for (int h = 0; h < heads; h++) {
        Head head = new Head(qkv, sequences, s, h, heads);
        INDArray lse = head.column(logSumExp, h).dup();
        INDArray p = Transforms.exp(head.scores(causal).subColumnVector(lse.reshape(lse.length())));
        INDArray dHead = head.part(dOut, h).dup('c');
        INDArray dP = dHead.mmul(head.value.transpose());
        INDArray kept = dHead.mul(head.part(out, h)).sum(1);
        INDArray dScores = dP.subColumnVector(kept).muli(p).muli(head.scale);
        head.part(dQkv, h).assign(dScores.mmul(head.key));
        head.part(dQkv, heads + h).assign(dScores.transpose().mmul(head.query));
        head.part(dQkv, 2 * heads + h).assign(p.transpose().mmul(dHead));
      }
    }
  }

  /** One head of one sequence. */
  private static final class Head {
    private final int from;
    private final int to;
    private final int columns;
    private final double scale;
    private final INDArray query;
    private final INDArray key;
    private final INDArray value;

    Head(Tensor qkv, Sequences sequences, int sequence, int head, int heads) {
      from = sequences.start(sequence);
      to = sequences.start(sequence + 1);
      columns = qkv.columns() / 3 / heads;
      scale = 1 / Math.sqrt(columns);
      query = part(qkv, head).dup('c');
      key = part(qkv, heads + head).dup('c');
      value = part(qkv, 2 * heads + head).dup('c');
    }

    /** One value a row: the head's column of the log-sum-exps. */
    INDArray column(Tensor logSumExp, int head) {
      return logSumExp.window(from, to, head, head + 1L);
    }

    /**
     * The rows of this sequence and the columns of one head, counted over queries, keys and values.
     */
    INDArray part(Tensor t, int head) {
      return t.window(from, to, (long) head * columns, (head + 1L) * columns);
    }

    INDArray scores(boolean causal) {
      INDArray scores = query.mmul(key.transpose()).muli(scale);
      if (causal) {
        for (int r = 0; r + 1 < to - from; r++) {
          for (int c = r + 1; c < to - from; c++) {
            scores.putScalar(r, c, Double.NEGATIVE_INFINITY);
          }
        }
      }
      return scores;
    }
  }
}
