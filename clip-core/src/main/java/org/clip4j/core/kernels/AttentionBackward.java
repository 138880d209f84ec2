package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.kernels.simd.MatrixMath;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * Backward of attention, some queries of one head at a time: probabilities are made again from the
 * log-sum-exp, as in FlashAttention (Dao et al. 2022, arXiv:2205.14135).
 */
final class AttentionBackward {

  /** Most elements of scores that are kept for the keys' and values' gradients. */
  private static final int BLOCK = 1 << 15;

  private final HeadPlan plan;
  private final boolean causal;
  private final RowMath math;
  private final RowBuffer dOut;
  private final RowBuffer qkv;
  private final RowBuffer logSumExp;
  private final RowBuffer dQkv;

  private AttentionBackward(
      RowMath math,
      HeadPlan plan,
      boolean causal,
      Tensor dOut,
      Tensor qkv,
      Tensor logSumExp,
      Tensor dQkv) {
    this.plan = plan;
    this.causal = causal;
    this.math = math;
    this.dOut = new RowBuffer(dOut);
    this.qkv = new RowBuffer(qkv);
    this.logSumExp = new RowBuffer(logSumExp);
    this.dQkv = new RowBuffer(dQkv);
  }

  /** See {@link Kernels#attentionBackward}. */
  static void run(
      Workers workers,
      RowMath math,
      Tensor dOut,
      Tensor qkv,
      Tensor out,
      Tensor logSumExp,
      Sequences sequences,
      int heads,
      boolean causal,
      Tensor dQkv) {
    String kernel = "attentionBackward";
    HeadPlan plan = new HeadPlan(kernel, qkv, sequences, heads, math.matrices().panel());
    Shapes.requireMatrix(kernel, "the output's gradient", dOut, qkv.rows(), plan.width);
    Shapes.requireMatrix(kernel, "the output", out, qkv.rows(), plan.width);
    Shapes.requireMatrix(kernel, "the log-sum-exp", logSumExp, qkv.rows(), heads);
    Shapes.requireSameMatrix(kernel, qkv, dQkv);
    AttentionBackward backward =
        new AttentionBackward(math, plan, causal, dOut, qkv, logSumExp, dQkv);
    workers.run(plan.units(), number -> backward.unit(new HeadUnit(plan, number)));
  }

  private void unit(HeadUnit unit) {
    float[] packed = unit.readPacked(0, qkv);
    float[] above = unit.read(1, dOut);
    float[] sums = unit.readScalars(2, logSumExp);
    float[] result = Scratch.local().floats(3, unit.length * unit.packedStride());
    for (int h = 0; h < unit.count; h++) {
      head(unit, h, packed, above, sums, result);
    }
    unit.writePacked(result, dQkv);
  }

  private void head(
      HeadUnit unit, int h, float[] packed, float[] above, float[] sums, float[] result) {
    int n = plan.headWidth;
    int first = h * n;
    int key = unit.columns + first;
    int value = 2 * unit.columns + first;
    int stride = unit.packedStride();
    int panel = plan.panel();
    int size = plan.panelSize(unit.length);
    int parts = plan.panels(n);
    Scratch scratch = Scratch.local();
    Scores scores = new Scores(math, plan, causal, unit.length);
    float[] queries = unit.panels(6, math, packed, first, stride);
    float[] keys = unit.panels(7, math, packed, key, stride);
    float[] values = unit.panels(8, math, packed, value, stride);
    float[] gradients = unit.panels(9, math, above, first, unit.columns);
    float[] queriesAcross = unit.transposed(4, math, queries);
    float[] gradientsAcross = unit.transposed(5, math, gradients);
    int block = causal ? 1 : Math.max(1, Math.min(plan.panels(unit.length), BLOCK / size));
    float[] p = scratch.floats(10, block * size);
    float[] dp = scratch.floats(11, block * size);
    float[] dQuery = scratch.floats(12, parts * size);
    float[] dKey = scratch.floats(13, parts * size);
    float[] dValue = scratch.floats(14, parts * size);
    Arrays.fill(dKey, 0, parts * size, 0f);
    Arrays.fill(dValue, 0, parts * size, 0f);
    float[] shift = shifts(15, unit, h, sums);
    for (int start = 0; start < unit.length; start += block * panel) {
      int end = Math.min(unit.length, start + block * panel);
      for (int query = start, at = 0; query < end; query += panel, at += size) {
        int seen = scores.keys(query);
        scores.products(keys, queriesAcross, query, p, at);
        scores.products(values, gradientsAcross, query, dp, at);
        scores.mask(p, at, query);
        math.panels().softmax(p, at, seen, plan.scale(), shift, query);
        math.panels().throughSoftmax(p, dp, at, seen, plan.scale());
        for (int part = 0; part < parts; part++) {
          int to = part * size + query * panel;
          math.matrices()
              .transposedProduct(
                  scores.queries(query), seen, dp, at, keys, part * size, dQuery, to);
        }
      }
      int seen = scores.keys(start);
      for (int part = 0; part < parts; part++) {
        int at = part * size;
        int from = at + start * panel;
        MatrixMath matrices = math.matrices();
        matrices.addProduct(seen, end - start, dp, 0, size, queries, from, dKey, at);
        matrices.addProduct(seen, end - start, p, 0, size, gradients, from, dValue, at);
      }
    }
    math.panels().unpack(unit.length, n, dQuery, size, result, first, stride);
    math.panels().unpack(unit.length, n, dKey, size, result, key, stride);
    math.panels().unpack(unit.length, n, dValue, size, result, value, stride);
  }

  /** One head's log-sum-exps in a row, zeros behind for queries that only fill a panel up. */
  private float[] shifts(int slot, HeadUnit unit, int h, float[] sums) {
    int across = plan.padded(unit.length);
    float[] shift = Scratch.local().floats(slot, across);
    for (int r = 0; r < unit.length; r++) {
      shift[r] = sums[r * unit.count + h];
    }
    Arrays.fill(shift, unit.length, across, 0f);
    return shift;
  }
}
