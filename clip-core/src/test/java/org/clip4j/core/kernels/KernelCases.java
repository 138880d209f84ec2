package org.clip4j.core.kernels;

import static org.clip4j.core.kernels.Twins.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.clip4j.core.kernels.Twins.Call;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** A call of every kernel, on rows of an odd width. */
final class KernelCases {

  /** One kernel's call and the tensors that it wants. */
  record Case(String name, Call call, long[]... shapes) {

    /** All tensors after one call on normal numbers, the same ones as ever. */
    List<float[]> results(Kernels kernels) {
      try (Arena arena = new Arena(DataType.FLOAT)) {
        Tensor[] tensors = Twins.fill(arena, shapes);
        call.run(kernels, tensors);
        return values(tensors);
      }
    }

    static List<float[]> values(Tensor[] tensors) {
      return Arrays.stream(tensors).map(RowBuffer::all).toList();
    }
  }

  private KernelCases() {}

  /** All kernels but the matrix product, on so many rows of so many columns. */
  static List<Case> all(int rows, int columns) {
    List<Case> cases = new ArrayList<>();
    long[] x = shape(rows, columns);
    long[] row = shape(columns);
    long[] column = shape(rows);
    int[] index = new SplittableRandom(5).ints(rows, -1, rows).toArray();
    AdamWStep step = new AdamWStep(1e-2, 0.9, 0.98, 1e-6, 0.2, 3);
    cases.add(new Case("fillRows", (k, t) -> k.fillRows(t[0], t[1]), row, x));
    cases.add(new Case("addBias", (k, t) -> k.addBias(t[0], t[1], t[2]), x, row, x));
    cases.add(new Case("addColumnSums", (k, t) -> k.addColumnSums(t[0], t[1]), x, row));
    cases.add(new Case("add", (k, t) -> k.add(t[0], t[1], t[2]), x, x, x));
    cases.add(new Case("axpy", (k, t) -> k.axpy(1.1, t[0], t[1]), x, x));
    cases.add(new Case("scale", (k, t) -> k.scale(1.1, t[0]), x));
    cases.add(
        new Case(
            "layerNorm",
            (k, t) -> k.layerNorm(t[0], t[1], t[2], 1e-5, t[3], t[4], t[5]),
            x,
            row,
            row,
            x,
            column,
            column));
    for (boolean accumulate : new boolean[] {false, true}) {
      cases.add(
          new Case(
              "layerNormBackward " + accumulate,
              (k, t) ->
                  k.layerNormBackward(t[0], t[1], t[2], t[3], t[4], t[5], accumulate, t[6], t[7]),
              x,
              x,
              row,
              column,
              column,
              x,
              row,
              row));
      cases.add(
          new Case(
              "normalizeRowsBackward " + accumulate,
              (k, t) -> k.normalizeRowsBackward(t[0], t[1], t[2], t[3], accumulate),
              x,
              x,
              column,
              x));
      cases.add(
          new Case(
              "gatherRows " + accumulate,
              (k, t) -> k.gatherRows(t[0], index, t[1], accumulate),
              x,
              x));
    }
    for (Activation a : Activation.values()) {
      cases.add(
          new Case(
              "biasActivation " + a, (k, t) -> k.biasActivation(a, t[0], t[1], t[2]), x, row, x));
      cases.add(
          new Case(
              "biasActivationBackward " + a,
              (k, t) -> k.biasActivationBackward(a, t[0], t[1], t[2], t[3], t[4]),
              x,
              x,
              row,
              x,
              row));
    }
    cases.add(new Case("scatterAddRows", (k, t) -> k.scatterAddRows(t[0], index, t[1]), x, x));
    cases.add(new Case("normalizeRows", (k, t) -> k.normalizeRows(t[0], t[1], t[2]), x, x, column));
    cases.add(
        new Case("logSumExps", (k, t) -> Twins.logSumExps(k, t[0], t[1], t[2]), x, column, row));
    cases.add(
        new Case(
            "softmaxSum",
            (k, t) -> k.softmaxSum(t[0], Twins.values(t[1]), Twins.values(t[2]), 0.3),
            x,
            column,
            row));
    cases.add(
        new Case(
            "entriesReaching",
            (k, t) -> Twins.entriesReaching(k, t[0], t[1], t[2], t[3]),
            x,
            column,
            row,
            x));
    cases.add(
        new Case("entries", (k, t) -> Twins.entries(k, t[0], t[1], t[2]), x, x, shape(rows, rows)));
    cases.add(new Case("sigmoidGradient", (k, t) -> k.sigmoidGradient(t[0], 0.3, t[1]), x, column));
    cases.add(new Case("addSums", (k, t) -> Twins.addSums(k, t[0], t[1], t[2]), x, column, row));
    cases.add(new Case("dot", (k, t) -> t[2].set(0, k.dot(t[0], t[1])), x, x, shape()));
    cases.add(
        new Case(
            "adamW",
            (k, t) -> {
              // The second moment is a square.
              k.softmaxSum(t[3], Twins.values(t[4]), Twins.values(t[5]), 1);
              k.adamW(t[0], t[1], t[2], t[3], step, 0.7);
            },
            x,
            x,
            x,
            x,
            column,
            row));
    cases.add(
        new Case(
            "patchify",
            (k, t) -> k.patchify(t[0], 3, t[1]),
            shape(rows, 2, 6, 9),
            shape(rows * 6L, 18)));
    attention(cases, Sequences.uniform(rows / 17, 17), 3, 11, false);
    attention(cases, Sequences.ofLengths(1, rows - 1), 2, 32, true);
    queryAttention(cases, Sequences.ofLengths(1, 30, rows - 31), 3, 11);
    return cases;
  }

  private static void queryAttention(
      List<Case> cases, Sequences sequences, int heads, int headWidth) {
    long[] query = shape(sequences.count(), (long) heads * headWidth);
    long[] keyValue = shape(sequences.rows(), 2L * heads * headWidth);
    cases.add(
        new Case(
            "queryAttention",
            (k, t) -> {
              k.queryAttention(t[0], t[1], sequences, heads, t[2], t[3]);
              k.queryAttentionBackward(t[4], t[0], t[1], t[3], sequences, heads, t[5], t[6]);
            },
            query,
            keyValue,
            query,
            shape(sequences.rows(), heads),
            query,
            query,
            keyValue));
  }

  private static void attention(
      List<Case> cases, Sequences sequences, int heads, int headWidth, boolean causal) {
    int rows = sequences.rows();
    int width = heads * headWidth;
    cases.add(
        new Case(
            "attention, causal " + causal,
            (k, t) -> {
              k.attention(t[0], sequences, heads, causal, t[1], t[2]);
              k.attentionBackward(t[3], t[0], t[1], t[2], sequences, heads, causal, t[4]);
            },
            shape(rows, 3L * width),
            shape(rows, width),
            shape(rows, heads),
            shape(rows, width),
            shape(rows, 3L * width)));
  }
}
