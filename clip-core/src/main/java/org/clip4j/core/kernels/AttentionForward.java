package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.kernels.simd.MatrixMath;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.kernels.simd.SoftmaxMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * Softmax attention, some rows of one head at a time, so that scores never leave the cache. A
 * causal mask leaves out whole blocks of keys that no row of a block sees.
 */
final class AttentionForward {

  /** Rows of scores at a time. */
  static final int BLOCK = 32;

  private final HeadPlan plan;
  private final boolean causal;
  private final MatrixMath matrices;
  private final SoftmaxMath softmax;
  private final RowBuffer qkv;
  private final RowBuffer out;
  private final RowBuffer logSumExp;

  private AttentionForward(
      RowMath math, HeadPlan plan, boolean causal, Tensor qkv, Tensor out, Tensor logSumExp) {
    this.plan = plan;
    this.causal = causal;
    this.matrices = math.matrices();
    this.softmax = math.softmax();
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
    int query = h * n;
    float[] keys = unit.transposed(3, packed, unit.columns + h * n, stride);
    float[] values = unit.matrix(4, packed, 2 * unit.columns + h * n, stride);
    int scoreStride = plan.padded(unit.length);
    int valueStride = plan.paddedHead();
    float[] scores = Scratch.local().floats(5, BLOCK * scoreStride);
    float[] block = Scratch.local().floats(6, BLOCK * valueStride);
    for (int from = 0; from < unit.length; from += BLOCK) {
      int count = Math.min(BLOCK, unit.length - from);
      int seen = causal ? from + count : unit.length;
      matrices.multiply(
          count,
          seen,
          n,
          packed,
          query + from * stride,
          stride,
          1,
          keys,
          0,
          scoreStride,
          scores,
          0,
          scoreStride,
          false);
      for (int r = 0; r < count; r++) {
        int own = causal ? from + r + 1 : seen;
        sums[(from + r) * unit.count + h] = softmax(scores, r * scoreStride, own, seen);
      }
      matrices.multiply(
          count,
          n,
          seen,
          scores,
          0,
          scoreStride,
          1,
          values,
          0,
          valueStride,
          block,
          0,
          valueStride,
          false);
      for (int r = 0; r < count; r++) {
        System.arraycopy(block, r * valueStride, result, (from + r) * unit.columns + h * n, n);
      }
    }
  }

  /** Turns a row of scores into probabilities, in place; returns its log-sum-exp. */
  private float softmax(float[] scores, int at, int own, int seen) {
    float scale = plan.scale();
    float shift = softmax.max(scores, at, own) * scale;
    float sum = softmax.exp(scores, at, scale, shift, scores, at, own);
    float inverse = 1 / sum;
    for (int i = at; i < at + own; i++) {
      scores[i] *= inverse;
    }
    Arrays.fill(scores, at + own, at + seen, 0f);
    return SoftmaxMath.logSumExp(shift, sum);
  }
}
