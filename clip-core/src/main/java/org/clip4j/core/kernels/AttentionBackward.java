package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * Backward of attention: probabilities are made again from the log-sum-exp, and the sum that the
 * softmax's backward needs is that of gradient times output, as in FlashAttention (Dao et al. 2022,
 * arXiv:2205.14135).
 */
final class AttentionBackward {

  private static final int BLOCK = AttentionForward.BLOCK;

  private final HeadPlan plan;
  private final boolean causal;
  private final RowMath math;
  private final RowBuffer dOut;
  private final RowBuffer qkv;
  private final RowBuffer out;
  private final RowBuffer logSumExp;
  private final RowBuffer dQkv;

  private AttentionBackward(
      RowMath math,
      HeadPlan plan,
      boolean causal,
      Tensor dOut,
      Tensor qkv,
      Tensor out,
      Tensor logSumExp,
      Tensor dQkv) {
    this.plan = plan;
    this.causal = causal;
    this.math = math;
    this.dOut = new RowBuffer(dOut);
    this.qkv = new RowBuffer(qkv);
    this.out = new RowBuffer(out);
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
        new AttentionBackward(math, plan, causal, dOut, qkv, out, logSumExp, dQkv);
    workers.run(plan.units(), number -> backward.unit(new HeadUnit(plan, number)));
  }

  private void unit(HeadUnit unit) {
    float[] packed = unit.readPacked(0, qkv);
    float[] above = unit.read(1, dOut);
    float[] output = unit.read(2, out);
    float[] sums = unit.readScalars(3, logSumExp);
    float[] result = Scratch.local().floats(4, unit.length * unit.packedStride());
    for (int h = 0; h < unit.count; h++) {
      head(unit, h, packed, above, output, sums, result);
    }
    unit.writePacked(result, dQkv);
  }

  private void head(
      HeadUnit unit,
      int h,
      float[] packed,
      float[] above,
      float[] output,
      float[] sums,
      float[] result) {
    int n = plan.headWidth;
    int stride = unit.packedStride();
    int first = h * n;
    float[] keysAcross = unit.transposed(5, packed, unit.columns + first, stride);
    float[] valuesAcross = unit.transposed(6, packed, 2 * unit.columns + first, stride);
    float[] queries = unit.matrix(7, packed, first, stride);
    float[] keys = unit.matrix(8, packed, unit.columns + first, stride);
    float[] gradients = unit.matrix(9, above, first, unit.columns);
    int row = plan.paddedHead();
    int across = plan.padded(unit.length);
    Scratch scratch = Scratch.local();
    float[] p = scratch.floats(10, BLOCK * across);
    float[] dp = scratch.floats(11, BLOCK * across);
    float[] dQuery = scratch.floats(12, BLOCK * row);
    int size = HeadPlan.paddedRows(unit.length) * row;
    float[] dKey = scratch.floats(13, size);
    float[] dValue = scratch.floats(14, size);
    Arrays.fill(dKey, 0, size, 0f);
    Arrays.fill(dValue, 0, size, 0f);
    for (int from = 0; from < unit.length; from += BLOCK) {
      int count = Math.min(BLOCK, unit.length - from);
      int seen = causal ? from + count : unit.length;
      math.matrices()
          .multiply(
              count,
              seen,
              n,
              queries,
              from * row,
              row,
              1,
              keysAcross,
              0,
              across,
              p,
              0,
              across,
              false);
      math.matrices()
          .multiply(
              count,
              seen,
              n,
              gradients,
              from * row,
              row,
              1,
              valuesAcross,
              0,
              across,
              dp,
              0,
              across,
              false);
      for (int r = 0; r < count; r++) {
        int at = (from + r) * unit.columns + first;
        float kept = math.elements().dot(above, at, output, at, n);
        float shift = sums[(from + r) * unit.count + h];
        throughSoftmax(p, dp, r * across, causal ? from + r + 1 : seen, seen, shift, kept);
      }
      math.matrices()
          .multiply(count, n, seen, dp, 0, across, 1, keys, 0, row, dQuery, 0, row, false);
      copy(dQuery, row, count, result, from * stride + first, stride);
      math.matrices()
          .multiply(seen, n, count, dp, 0, 1, across, queries, from * row, row, dKey, 0, row, true);
      math.matrices()
          .multiply(
              seen, n, count, p, 0, 1, across, gradients, from * row, row, dValue, 0, row, true);
    }
    copy(dKey, row, unit.length, result, unit.columns + first, stride);
    copy(dValue, row, unit.length, result, 2 * unit.columns + first, stride);
  }

  /** Makes a row's probabilities out of its scores and its scores' gradients out of theirs. */
  private void throughSoftmax(
      float[] p, float[] dp, int at, int own, int seen, float shift, float kept) {
    float scale = plan.scale();
    math.softmax().exp(p, at, scale, shift, p, at, own);
    math.softmax().backward(p, at, dp, at, kept, scale, own);
    Arrays.fill(p, at + own, at + seen, 0f);
    Arrays.fill(dp, at + own, at + seen, 0f);
  }

  private void copy(float[] source, int row, int rows, float[] target, int to, int stride) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(source, r * row, target, to + r * stride, plan.headWidth);
    }
  }
}
