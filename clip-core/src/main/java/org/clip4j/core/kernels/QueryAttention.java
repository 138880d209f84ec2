package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.clip4j.core.kernels.simd.ElementMath;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * Attention of one query a sequence, both ways: inner products row by row, twice over the keys and
 * values. Its work grows with the rows alone, so that nothing of it needs blocking.
 */
final class QueryAttention {

  private static final String KERNEL = "queryAttention";

  private final Workers workers;
  private final ElementMath math;
  private final Sequences sequences;
  private final int heads;
  private final int width;
  private final int headWidth;
  private final float scale;
  private final FloatBuffer query;
  private final FloatBuffer keyValue;
  private final FloatBuffer probabilities;

  QueryAttention(
      Workers workers,
      RowMath math,
      Tensor query,
      Tensor keyValue,
      Tensor probabilities,
      Sequences sequences,
      int heads) {
    this.workers = workers;
    this.math = math.elements();
    this.sequences = sequences;
    this.heads = heads;
    this.width = query.columns();
    Shapes.requireFloat(KERNEL, query);
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          KERNEL + ": a width of " + width + " does not divide into " + heads + " heads");
    }
    int rows = sequences.rows();
    Shapes.requireMatrix(KERNEL, "the queries", query, sequences.count(), width);
    Shapes.requireMatrix(KERNEL, "keys and values", keyValue, rows, 2L * width);
    Shapes.requireMatrix(KERNEL, "the probabilities", probabilities, rows, heads);
    this.headWidth = width / heads;
    this.scale = (float) (1 / Math.sqrt(headWidth));
    this.query = query.floats();
    this.keyValue = keyValue.floats();
    this.probabilities = probabilities.floats();
  }

  /** See {@link Kernels#queryAttention}. */
  void forward(Tensor out) {
    Shapes.requireMatrix(KERNEL, "the result", out, sequences.count(), width);
    FloatBuffer result = out.floats();
    workers.run(sequences.count(), sequence -> forward(sequence, result));
  }

  private void forward(int sequence, FloatBuffer out) {
    int start = sequences.start(sequence);
    int length = sequences.length(sequence);
    float[] q = read(0, query, sequence * width, width);
    float[] row = Scratch.local().floats(1, width);
    // A row for each head, as the softmax goes over one.
    float[] p = Scratch.local().floats(2, heads * length);
    float[] sum = Scratch.local().floats(3, width);
    for (int r = 0; r < length; r++) {
      keyValue.get((start + r) * 2 * width, row, 0, width);
      for (int h = 0; h < heads; h++) {
        int from = h * headWidth;
        p[h * length + r] = scale * math.dot(q, from, row, from, headWidth);
      }
    }
    for (int h = 0; h < heads; h++) {
      int from = h * length;
      math.shift(-math.max(p, from, length), p, from, p, from, length);
      math.scale(1 / math.exp(p, from, length), p, from, p, from, length);
    }
    Arrays.fill(sum, 0, width, 0f);
    float[] weights = Scratch.local().floats(4, length * heads);
    for (int r = 0; r < length; r++) {
      keyValue.get(((start + r) * 2 + 1) * width, row, 0, width);
      for (int h = 0; h < heads; h++) {
        float weight = p[h * length + r];
        weights[r * heads + h] = weight;
        math.axpy(weight, row, h * headWidth, sum, h * headWidth, headWidth);
      }
    }
    probabilities.put(start * heads, weights, 0, length * heads);
    out.put(sequence * width, sum, 0, width);
  }

  /** See {@link Kernels#queryAttentionBackward}. */
  void backward(Tensor dOut, Tensor dQuery, Tensor dKeyValue) {
    Shapes.requireMatrix(KERNEL, "the output's gradient", dOut, sequences.count(), width);
    Shapes.requireMatrix(KERNEL, "the queries' gradient", dQuery, sequences.count(), width);
    Shapes.requireMatrix(KERNEL, "the gradient", dKeyValue, sequences.rows(), 2L * width);
    FloatBuffer above = dOut.floats();
    FloatBuffer toQuery = dQuery.floats();
    FloatBuffer toKeyValue = dKeyValue.floats();
    workers.run(sequences.count(), sequence -> backward(sequence, above, toQuery, toKeyValue));
  }

  private void backward(
      int sequence, FloatBuffer above, FloatBuffer toQuery, FloatBuffer toKeyValue) {
    int start = sequences.start(sequence);
    int length = sequences.length(sequence);
    float[] q = read(0, query, sequence * width, width);
    float[] d = read(1, above, sequence * width, width);
    float[] p = read(2, probabilities, start * heads, length * heads);
    float[] row = Scratch.local().floats(3, 2 * width);
    float[] dScores = Scratch.local().floats(4, length * heads);
    float[] kept = Scratch.local().floats(5, heads);
    float[] dq = Scratch.local().floats(6, width);
    Arrays.fill(kept, 0, heads, 0f);
    Arrays.fill(dq, 0, width, 0f);
    for (int r = 0; r < length; r++) {
      keyValue.get(((start + r) * 2 + 1) * width, row, 0, width);
      for (int h = 0; h < heads; h++) {
        int at = r * heads + h;
        dScores[at] = math.dot(d, h * headWidth, row, h * headWidth, headWidth);
        kept[h] = Math.fma(p[at], dScores[at], kept[h]);
      }
    }
    for (int r = 0; r < length; r++) {
      keyValue.get((start + r) * 2 * width, row, 0, width);
      for (int h = 0; h < heads; h++) {
        int at = r * heads + h;
        int from = h * headWidth;
        float dScore = p[at] * (dScores[at] - kept[h]) * scale;
        math.axpy(dScore, row, from, dq, from, headWidth);
        math.scale(dScore, q, from, row, from, headWidth);
        math.scale(p[at], d, from, row, width + from, headWidth);
      }
      toKeyValue.put((start + r) * 2 * width, row, 0, 2 * width);
    }
    toQuery.put(sequence * width, dq, 0, width);
  }

  private static float[] read(int slot, FloatBuffer buffer, int from, int count) {
    float[] array = Scratch.local().floats(slot, count);
    buffer.get(from, array, 0, count);
    return array;
  }
}
