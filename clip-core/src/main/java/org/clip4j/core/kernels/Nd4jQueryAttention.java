package org.clip4j.core.kernels;

import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Attention of one query a sequence on ND4J's operations, both ways, head by head. */
final class Nd4jQueryAttention {

  private Nd4jQueryAttention() {}

  /** See {@link Kernels#queryAttention}. */
  static void forward(
      Tensor query,
      Tensor keyValue,
      Sequences sequences,
      int heads,
      Tensor out,
      Tensor probabilities) {
    for (int s = 0; s < sequences.count(); s++) {
      for (int h = 0; h < heads; h++) {
        Head head = new Head(keyValue, sequences, s, h, heads);
        INDArray scores = head.query(query).mmul(head.key.transpose()).muli(head.scale);
        INDArray p = Transforms.exp(scores.subColumnVector(Nd4jKernels.logSumExpOfRows(scores)));
        head.query(out).assign(p.mmul(head.value));
        head.column(probabilities).assign(p.transpose());
      }
    }
  }

  /** See {@link Kernels#queryAttentionBackward}. */
  static void backward(
      Tensor dOut,
      Tensor query,
      Tensor keyValue,
      Tensor probabilities,
      Sequences sequences,
      int heads,
      Tensor dQuery,
      Tensor dKeyValue) {
    for (int s = 0; s < sequences.count(); s++) {
      for (int h = 0; h < heads; h++) {
        Head head = new Head(keyValue, sequences, s, h, heads);
        INDArray p = head.column(probabilities).dup('c');
        INDArray above = head.query(dOut).dup('c');
        INDArray dP = head.value.mmul(above.transpose());
        INDArray dScores = dP.sub(dP.mul(p).sumNumber()).muli(p).muli(head.scale);
        head.query(dQuery).assign(dScores.transpose().mmul(head.key));
        head.part(dKeyValue, h).assign(dScores.mmul(head.query(query)));
        head.part(dKeyValue, heads + h).assign(p.mmul(above));
      }
    }
  }

  /** One head of one sequence that is read by a single query. */
  private static final class Head {
    private final int sequence;
    private final int from;
    private final int to;
    private final int head;
    private final int columns;
    private final double scale;
    private final INDArray key;
    private final INDArray value;

    Head(Tensor keyValue, Sequences sequences, int sequence, int head, int heads) {
      this.sequence = sequence;
      this.from = sequences.start(sequence);
      this.to = sequences.start(sequence + 1);
      this.head = head;
      this.columns = keyValue.columns() / 2 / heads;
      this.scale = 1 / Math.sqrt(columns);
      this.key = part(keyValue, head).dup('c');
      this.value = part(keyValue, heads + head).dup('c');
    }

    /** The one row of queries, outputs or their gradients, [1, columns]. */
    INDArray query(Tensor t) {
      return t.window(sequence, sequence + 1L, (long) head * columns, (head + 1L) * columns);
    }

    /** This head's probabilities, [rows, 1]. */
    INDArray column(Tensor probabilities) {
      return probabilities.window(from, to, head, head + 1L);
    }

    INDArray part(Tensor t, int part) {
      return t.window(from, to, (long) part * columns, (part + 1L) * columns);
    }
  }
}
