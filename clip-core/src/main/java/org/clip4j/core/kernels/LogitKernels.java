package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Tensor;

/** What contrastive losses do with a tile of logits. */
final class LogitKernels {

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
