package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Tensor;

/**
 * The log-sum-exps of a matrix's rows and columns. Where no row and no column lies far below the
 * largest value of all, both come from one exponential of each value; otherwise each has its own
 * largest value taken off.
 */
final class LogSumExpKernel {

  /** Columns and rows that are reduced together: 16 KiB. */
  private static final int BLOCK_COLUMNS = 256;

  private static final int BLOCK_ROWS = 16;

  /** Where the search for the largest begins: finite, so that no infinity is taken from another. */
  private static final float LOWEST = -Float.MAX_VALUE;

  /**
   * The least sum, relative to the largest value, that is as exact as with a largest value of its
   * own: exp(-16).
   */
  private static final float LEAST_SUM = 1e-7f;

  private final Workers workers;
  private final RowMath math;

  LogSumExpKernel(Workers workers, RowMath math) {
    this.workers = workers;
    this.math = math;
  }

  void run(Tensor x, double[] rows, double[] columns) {
    Shapes.requireFloat("logSumExps", x);
    Shapes.requireLength("logSumExps", "the rows' result", rows, x.rows());
    Shapes.requireLength("logSumExps", "the columns' result", columns, x.columns());
    if (!together(x, rows, columns)) {
      rowsAlone(x, rows);
      columnsAlone(x, columns);
    }
  }

  /** Both from one exponential each, or false where that is not exact. */
  private boolean together(Tensor x, double[] rows, double[] columns) {
    int n = x.columns();
    float[] ofRows = new float[x.rows()];
    float[] ofColumns = new float[n];
    float shift = max(x);
    RowBuffer in = new RowBuffer(x);
    Loops.sums(
        workers,
        x.rows(),
        n,
        math.columns()::addRows,
        ofColumns,
        (from, count, sums, offset) -> {
          float[] values = in.read(0, from, count);
          math.elements().shift(-shift, values, 0, values, 0, count * n);
          for (int r = 0; r < count; r++) {
            ofRows[from + r] = math.elements().exp(values, r * n, n);
          }
          math.columns().addRows(values, 0, count, sums, offset, n);
        });
    return logs(shift, ofRows, rows) && logs(shift, ofColumns, columns);
  }

  /** Takes the logarithms, unless a sum is too small, or not a number. */
  private static boolean logs(float shift, float[] sums, double[] logs) {
    for (int i = 0; i < sums.length; i++) {
      if (!(sums[i] >= LEAST_SUM)) {
        return false;
      }
      logs[i] = RowMath.logSumExp(shift, sums[i]);
    }
    return true;
  }

  private float max(Tensor x) {
    int n = x.columns();
    float[] ofRows = new float[x.rows()];
    Loops.eachRow(
        workers, x, (row, values, at) -> ofRows[row] = math.elements().max(values, at, n));
    return Math.max(LOWEST, math.elements().max(ofRows, 0, ofRows.length));
  }

  private void rowsAlone(Tensor x, double[] out) {
    int n = x.columns();
    Loops.eachRow(
        workers,
        x,
        (row, values, at) -> {
          float shift = Math.max(LOWEST, math.elements().max(values, at, n));
          math.elements().shift(-shift, values, at, values, at, n);
          out[row] = RowMath.logSumExp(shift, math.elements().exp(values, at, n));
        });
  }

  private void columnsAlone(Tensor x, double[] out) {
    int n = x.columns();
    int rows = x.rows();
    FloatBuffer in = x.floats();
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
            out[from + i] = RowMath.logSumExp(shift[i], sum[i]);
          }
        });
  }
}
