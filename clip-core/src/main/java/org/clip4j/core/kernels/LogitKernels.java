package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Tensor;

/** What contrastive losses do with a tile of logits. */
final class LogitKernels {

  /** Sums of columns that are added up apart, however many threads there are. */
  private static final int SUMS = 16;

  /** Whose values in a column are added up in float: rounded no more than they are themselves. */
  private static final int FEW_ROWS = 8;

  private final Workers workers;
  private final RowMath math;

  LogitKernels(Workers workers, RowMath math) {
    this.workers = workers;
    this.math = math;
  }

  void softmaxSum(Tensor logits, double[] rowLogSumExp, double[] columnLogSumExp, double factor) {
    int n = logits.columns();
    Shapes.requireFloat("softmaxSum", logits);
    Shapes.requireLength("softmaxSum", "the rows' sum", rowLogSumExp, logits.rows());
    Shapes.requireLength("softmaxSum", "the columns' sum", columnLogSumExp, n);
    float scale = (float) factor;
    Softmaxes softmaxes = Softmaxes.of(math, rowLogSumExp, columnLogSumExp);
    RowBuffer rows = new RowBuffer(logits);
    Loops.rows(
        workers,
        logits.rows(),
        n,
        (from, count) -> {
          float[] values = rows.read(0, from, count);
          softmaxes.sum(values, from, count, scale);
          rows.write(values, from, count);
        });
  }

  void sigmoidGradient(Tensor logits, float factor, Tensor losses) {
    int n = logits.columns();
    Shapes.requireFloat("sigmoidGradient", logits);
    Shapes.requireLength("sigmoidGradient", "the loss of each row", losses, logits.rows());
    RowBuffer rows = new RowBuffer(logits);
    FloatBuffer lossOfRow = losses.floats();
    Loops.rows(
        workers,
        logits.rows(),
        n,
        (from, count) -> {
          float[] x = rows.read(0, from, count);
          float[] e = Scratch.local().floats(1, count * n);
          math.sigmoids().argument(x, 0, e, 0, count * n);
          math.elements().exp(e, 0, count * n);
          for (int r = 0; r < count; r++) {
            lossOfRow.put(from + r, math.sigmoids().softplus(x, r * n, e, r * n, n));
          }
          math.sigmoids().sigmoid(factor, x, 0, e, 0, count * n);
          rows.write(x, from, count);
        });
  }

  void addSums(Tensor x, double[] rows, double[] columns) {
    int n = x.columns();
    Shapes.requireFloat("addSums", x);
    Shapes.requireLength("addSums", "the rows' sum", rows, x.rows());
    Shapes.requireLength("addSums", "the columns' sum", columns, n);
    int parts = Math.min(x.rows(), SUMS);
    double[][] sums = new double[parts][n];
    float[] ones = new float[n];
    Arrays.fill(ones, 1f);
    RowBuffer in = new RowBuffer(x);
    workers.run(
        parts,
        part -> {
          int end = (int) ((part + 1L) * x.rows() / parts);
          int start = (int) ((long) part * x.rows() / parts);
          float[] few = Scratch.local().floats(1, n);
          for (int from = start; from < end; from += FEW_ROWS) {
            Arrays.fill(few, 0, n, 0f);
            for (int row = from; row < Math.min(from + FEW_ROWS, end); row++) {
              float[] values = in.read(0, row, 1);
              rows[row] += math.elements().doubleDot(values, ones, n);
              math.columns().addRows(values, 0, 1, few, 0, n);
            }
            add(few, sums[part]);
          }
        });
    for (double[] sum : sums) {
      Arrays.setAll(columns, c -> columns[c] + sum[c]);
    }
  }

  private static void add(float[] x, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += x[i];
    }
  }
}
