package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Tensor;

/** What contrastive losses do with a tile of logits. */
final class LogitKernels {

  /** Columns and rows that are reduced together: 16 KiB. */
  private static final int BLOCK_COLUMNS = 256;

  private static final int BLOCK_ROWS = 16;

  /** Where the search for the largest begins: finite, so that no infinity is taken from another. */
  private static final float LOWEST = -Float.MAX_VALUE;

  private final Workers workers;
  private final RowMath math;

  LogitKernels(Workers workers, RowMath math) {
    this.workers = workers;
    this.math = math;
  }

  void logSumExpRows(Tensor x, Tensor out) {
    int n = x.columns();
    Shapes.requireFloat("logSumExpRows", x);
    Shapes.requireLength("logSumExpRows", "the result", out, x.rows());
    RowBuffer in = new RowBuffer(x);
    FloatBuffer result = out.floats();
    Loops.rows(
        workers,
        x.rows(),
        n,
        (from, count) -> {
          float[] values = in.read(0, from, count);
          float[] sums = Scratch.local().floats(1, count);
          for (int r = 0; r < count; r++) {
            float shift = Math.max(LOWEST, math.elements().max(values, r * n, n));
            math.elements().shift(-shift, values, r * n, values, r * n, n);
            sums[r] = RowMath.logSumExp(shift, math.elements().exp(values, r * n, n));
          }
          result.put(from, sums, 0, count);
        });
  }

  void logSumExpColumns(Tensor x, Tensor out) {
    int n = x.columns();
    Shapes.requireFloat("logSumExpColumns", x);
    Shapes.requireLength("logSumExpColumns", "the result", out, n);
    int rows = x.rows();
    FloatBuffer in = x.floats();
    FloatBuffer result = out.floats();
    int blocks = (n + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
    workers.run(
        blocks,
        block -> {
          int from = block * BLOCK_COLUMNS;
          int width = Math.min(BLOCK_COLUMNS, n - from);
          float[] values = Scratch.local().floats(0, BLOCK_ROWS * width);
          float[] shift = Scratch.local().floats(1, width);
          float[] sum = Scratch.local().floats(2, width);
          float[] before = Scratch.local().floats(3, width);
          Arrays.fill(shift, 0, width, LOWEST);
          Arrays.fill(sum, 0, width, 0f);
          for (int row = 0; row < rows; row += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, rows - row);
            System.arraycopy(shift, 0, before, 0, width);
            for (int r = 0; r < count; r++) {
              in.get((row + r) * n + from, values, r * width, width);
            }
            math.columns().maxRows(values, count, width, shift);
            // What was summed relative to the largest so far becomes relative to the new one.
            math.columns().scaleAndShift(before, 1, width, 1f, shift, 0);
            math.elements().exp(before, 0, width);
            math.elements().multiply(sum, 0, before, 0, sum, 0, width);
            math.columns().scaleAndShift(values, count, width, 1f, shift, 0);
            math.elements().exp(values, 0, count * width);
            math.columns().addRows(values, 0, count, sum, 0, width);
          }
          for (int i = 0; i < width; i++) {
            sum[i] = RowMath.logSumExp(shift[i], sum[i]);
          }
          result.put(from, sum, 0, width);
        });
  }

  void contrastiveGradient(
      Tensor logits, Tensor rowLogSumExp, Tensor columnLogSumExp, int pairOffset, double factor) {
    int n = logits.columns();
    Shapes.requireFloat("contrastiveGradient", logits);
    Shapes.requireLength("contrastiveGradient", "the rows' sum", rowLogSumExp, logits.rows());
    Shapes.requireLength("contrastiveGradient", "the columns' sum", columnLogSumExp, n);
    float scale = (float) factor;
    float[] rowShift = RowBuffer.all(rowLogSumExp);
    float[] columnShift = RowBuffer.all(columnLogSumExp);
    RowBuffer rows = new RowBuffer(logits);
    Loops.rows(
        workers,
        logits.rows(),
        n,
        (from, count) -> {
          float[] values = rows.read(0, from, count);
          float[] byRow = Scratch.local().floats(1, count * n);
          for (int r = 0; r < count; r++) {
            math.elements().shift(-rowShift[from + r], values, r * n, byRow, r * n, n);
          }
          math.elements().exp(byRow, 0, count * n);
          math.columns().scaleAndShift(values, count, n, 1f, columnShift, 0);
          math.elements().exp(values, 0, count * n);
          math.elements().add(values, 0, byRow, 0, values, 0, count * n);
          math.elements().scale(scale, values, 0, values, 0, count * n);
          for (int r = 0; r < count; r++) {
            int row = from + r;
            long pair = (long) row + pairOffset;
            if (pair >= 0 && pair < n) {
              values[r * n + (int) pair] -= 2 * scale;
            }
          }
          rows.write(values, from, count);
        });
  }

  void sigmoidGradient(
      Tensor logits, float bias, int pairOffset, float factor, Tensor losses, Tensor sums) {
    int n = logits.columns();
    Shapes.requireFloat("sigmoidGradient", logits);
    Shapes.requireLength("sigmoidGradient", "the loss of each row", losses, logits.rows());
    Shapes.requireLength("sigmoidGradient", "the sum of each row", sums, logits.rows());
    RowBuffer rows = new RowBuffer(logits);
    FloatBuffer lossOfRow = losses.floats();
    FloatBuffer sumOfRow = sums.floats();
    Loops.rows(
        workers,
        logits.rows(),
        n,
        (from, count) -> {
          float[] x = rows.read(0, from, count);
          float[] e = Scratch.local().floats(1, count * n);
          math.elements().shift(bias, x, 0, x, 0, count * n);
          for (int r = 0; r < count; r++) {
            turnPair(x, r, n, (long) from + r + pairOffset);
          }
          math.sigmoids().argument(x, 0, e, 0, count * n);
          math.elements().exp(e, 0, count * n);
          for (int r = 0; r < count; r++) {
            int at = r * n;
            lossOfRow.put(from + r, math.sigmoids().softplus(x, at, e, at, n));
            float sum = math.sigmoids().sigmoid(factor, x, at, e, at, n);
            float pair = turnPair(x, r, n, (long) from + r + pairOffset);
            sumOfRow.put(from + r, sum + 2 * pair);
          }
          rows.write(x, from, count);
        });
  }

  /** Turns the sign of a row's pair, if it lies there, and returns it as it then is, else 0. */
  private static float turnPair(float[] x, int row, int n, long pair) {
    if (pair < 0 || pair >= n) {
      return 0;
    }
    int at = row * n + (int) pair;
    x[at] = -x[at];
    return x[at];
  }
}
