package org.clip4j.core.kernels;

import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/** Softmax attention, a panel of queries at a time, so that scores never leave the cache. */
final class AttentionForward {

  private final HeadPlan plan;
  private final boolean causal;
  private final RowMath math;
  private final RowBuffer qkv;
  private final RowBuffer out;
  private final RowBuffer logSumExp;

  private AttentionForward(
      RowMath math, HeadPlan plan, boolean causal, Tensor qkv, Tensor out, Tensor logSumExp) {
    this.plan = plan;
    this.causal = causal;
    this.math = math;
    this.qkv = new RowBuffer(qkv);
    this.out = new RowBuffer(out);
    this.logSumExp = new RowBuffer(logSumExp);
  }

  /** See {@link Kernels#attention}. */
  static void run(
      Workers workers,
      RowMath math,
      Tensor qkv,
      Sequences sequences,
      int heads,
      boolean causal,
      Tensor out,
      Tensor logSumExp) {
    HeadPlan plan = new HeadPlan("attention", qkv, sequences, heads, math.matrices().panel());
    Shapes.requireMatrix("attention", "the result", out, qkv.rows(), plan.width);
    Shapes.requireMatrix("attention", "the log-sum-exp", logSumExp, qkv.rows(), heads);
    AttentionForward forward = new AttentionForward(math, plan, causal, qkv, out, logSumExp);
    workers.run(plan.units(), number -> forward.unit(new HeadUnit(plan, number)));
  }

  private void unit(HeadUnit unit) {
    float[] packed = unit.readPacked(0, qkv);
    float[] result = Scratch.local().floats(1, unit.length * unit.columns);
    float[] sums = Scratch.local().floats(2, unit.length * unit.count);
    for (int h = 0; h < unit.count; h++) {
      head(unit, h, packed, result, sums);
    }
    unit.write(result, out);
    unit.writeScalars(sums, logSumExp);
  }

  private void head(HeadUnit unit, int h, float[] packed, float[] result, float[] sums) {
    int n = plan.headWidth;
    int stride = unit.packedStride();
    int panel = plan.panel();
    int size = plan.panelSize(unit.length);
    Scratch scratch = Scratch.local();
    Scores scores = new Scores(math, plan, causal, unit.length);
    float[] queries = unit.transposed(3, math, unit.panels(4, math, packed, h * n, stride));
    float[] keys = unit.panels(4, math, packed, unit.columns + h * n, stride);
    float[] values = unit.panels(5, math, packed, 2 * unit.columns + h * n, stride);
    float[] p = scratch.floats(6, size);
    float[] output = scratch.floats(7, plan.panels(n) * size);
    float[] shift = scratch.floats(8, panel);
    float[] sum = scratch.floats(9, panel);
    for (int query = 0; query < unit.length; query += panel) {
      int count = scores.queries(query);
      int seen = scores.keys(query);
      scores.products(keys, queries, query, p, 0);
      scores.mask(p, 0, query);
      math.panels().softmax(p, 0, seen, plan.scale(), shift, sum);
      for (int part = 0; part < plan.panels(n); part++) {
        int to = part * size + query * panel;
        math.matrices().transposedProduct(count, seen, p, 0, values, part * size, output, to);
      }
      for (int r = 0; r < count; r++) {
        sums[(query + r) * unit.count + h] = (float) RowMath.logSumExp(shift[r], sum[r]);
      }
    }
    math.panels().unpack(unit.length, n, output, size, result, h * n, unit.columns);
  }
}
