package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.kernels.HeadUnit.RightFactor;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * Backward of attention, some queries of one head at a time: probabilities are made again from the
 * log-sum-exp, as in FlashAttention (Dao et al. 2022, arXiv:2205.14135).
 */
final class AttentionBackward {

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
    HeadPlan plan = new HeadPlan(kernel, qkv, sequences, heads, math.matrices().columns());
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
    int first = h * plan.headWidth;
    int key = unit.columns + first;
    int value = 2 * unit.columns + first;
    int stride = unit.packedStride();
    int row = plan.paddedHead();
    int size = HeadPlan.paddedRows(unit.length) * row;
    Scratch scratch = Scratch.local();
    Scores scores = new Scores(math, plan, causal, unit.length);
    float[] queriesAcross = unit.transposed(4, packed, first, stride);
    float[] gradientsAcross = unit.transposed(5, above, first, unit.columns);
    RightFactor queries = unit.rightFactor(6, packed, first, stride);
    RightFactor keys = unit.rightFactor(7, packed, key, stride);
    RightFactor gradients = unit.rightFactor(8, above, first, unit.columns);
    float[] p = scratch.floats(9, scores.room());
    float[] dp = scratch.floats(10, scores.room());
    float[] dQuery = scratch.floats(11, size);
    float[] dKey = scratch.floats(12, size);
    float[] dValue = scratch.floats(13, size);
    Arrays.fill(dKey, 0, size, 0f);
    Arrays.fill(dValue, 0, size, 0f);
    float[] shift = shifts(14, unit, h, sums);
    for (int query = 0; query < unit.length; query += Scores.BLOCK) {
      int columns = scores.columns(query);
      int seen = scores.keys(query);
      int count = scores.queries(query);
      scores.products(packed, key, stride, queriesAcross, query, p);
      scores.products(packed, value, stride, gradientsAcross, query, dp);
      scores.mask(p, query);
      math.columns().scaleAndShift(p, seen, columns, plan.scale(), shift, query);
      math.elements().exp(p, 0, seen * columns);
      math.columns().throughSoftmax(p, dp, seen, columns, plan.scale());
      product(count, seen, dp, 1, columns, keys, 0, dQuery, query * row, false);
      product(seen, count, dp, columns, 1, queries, query, dKey, 0, true);
      product(seen, count, p, columns, 1, gradients, query, dValue, 0, true);
    }
    copy(dQuery, unit.length, result, first, stride);
    copy(dKey, unit.length, result, key, stride);
    copy(dValue, unit.length, result, value, stride);
  }

  /** One head's log-sum-exps in a row, zeros behind for queries that only fill a vector up. */
  private float[] shifts(int slot, HeadUnit unit, int h, float[] sums) {
    int across = plan.padded(unit.length);
    float[] shift = Scratch.local().floats(slot, across);
    for (int r = 0; r < unit.length; r++) {
      shift[r] = sums[r * unit.count + h];
    }
    Arrays.fill(shift, unit.length, across, 0f);
    return shift;
  }

  /** A product with one head's columns, from some row on, into an array as wide. */
  private void product(
      int m,
      int k,
      float[] left,
      int leftRow,
      int leftColumn,
      RightFactor right,
      int rightFrom,
      float[] out,
      int to,
      boolean accumulate) {
    math.matrices()
        .multiply(
            m,
            plan.headWidth,
            k,
            left,
            0,
            leftRow,
            leftColumn,
            right.array(),
            right.row(rightFrom),
            right.stride(),
            out,
            to,
            plan.paddedHead(),
            accumulate);
  }

  private void copy(float[] source, int rows, float[] target, int to, int stride) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(source, r * plan.paddedHead(), target, to + r * stride, plan.headWidth);
    }
  }
}
