package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/** Softmax attention, some queries of one head at a time, so that scores never leave the cache. */
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
    HeadPlan plan = new HeadPlan("attention", qkv, sequences, heads, math.matrices().columns());
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
    Scratch scratch = Scratch.local();
    Scores scores = new Scores(math, plan, causal, unit.length);
    float[] queries = unit.transposed(3, packed, h * n, stride);
    HeadUnit.RightFactor values = unit.rightFactor(4, packed, 2 * unit.columns + h * n, stride);
    float[] p = scratch.floats(5, scores.room());
    float[] block = scratch.floats(6, Scores.BLOCK * plan.paddedHead());
    float[] shift = scratch.floats(7, Scores.BLOCK);
    float[] sum = scratch.floats(8, Scores.BLOCK);
    for (int query = 0; query < unit.length; query += Scores.BLOCK) {
      scores.products(packed, unit.columns + h * n, stride, queries, query, p);
      scores.mask(p, query);
      int columns = scores.columns(query);
      int keys = scores.keys(query);
      softmax(p, keys, columns, shift, sum);
      int count = scores.queries(query);
      int blockStride = plan.paddedHead();
      math.matrices()
          .multiply(
              count,
              n,
              keys,
              p,
              0,
              1,
              columns,
              values.array(),
              values.offset(),
              values.stride(),
              block,
              0,
              blockStride,
              false);
      for (int r = 0; r < count; r++) {
        int row = query + r;
        math.elements()
            .scale(1 / sum[r], block, r * blockStride, result, row * unit.columns + h * n, n);
        sums[row * unit.count + h] = RowMath.logSumExp(shift[r], sum[r]);
      }
    }
  }

  /**
   * Turns the columns of scores into exponentials relative to their largest: {@code shift} and
   * {@code sum} are what a probability and the log-sum-exp are made of.
   */
  private void softmax(float[] p, int keys, int columns, float[] shift, float[] sum) {
    float scale = plan.scale();
    Arrays.fill(shift, 0, columns, Float.NEGATIVE_INFINITY);
    Arrays.fill(sum, 0, columns, 0f);
    math.columns().maxRows(p, keys, columns, shift);
    math.elements().scale(scale, shift, 0, shift, 0, columns);
    math.columns().scaleAndShift(p, keys, columns, scale, shift, 0);
    math.elements().exp(p, 0, keys * columns);
    math.columns().addRows(p, 0, keys, sum, 0, columns);
  }
}
