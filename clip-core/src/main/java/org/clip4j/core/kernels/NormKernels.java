package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Tensor;

/** Layer norm, and scaling rows to unit length. */
final class NormKernels {

  private static final float SMALLEST_NORM = 1e-12f;

  private final Workers workers;
  private final RowMath math;

  NormKernels(Workers workers, RowMath math) {
    this.workers = workers;
    this.math = math;
  }

  void layerNorm(
      Tensor x, Tensor gain, Tensor bias, double epsilon, Tensor y, Tensor mean, Tensor rstd) {
    int n = x.columns();
    Shapes.requireSameMatrix("layerNorm", x, y);
    Shapes.requireLength("layerNorm", "the gain", gain, n);
    Shapes.requireLength("layerNorm", "the bias", bias, n);
    Shapes.requireLength("layerNorm", "the mean", mean, x.rows());
    Shapes.requireLength("layerNorm", "the inverse deviation", rstd, x.rows());
    float[] g = RowBuffer.all(gain);
    float[] b = RowBuffer.all(bias);
    RowBuffer in = new RowBuffer(x);
    RowBuffer out = new RowBuffer(y);
    FloatBuffer means = mean.floats();
    FloatBuffer rstds = rstd.floats();
    Loops.rows(
        workers,
        x.rows(),
        n,
        (from, count) -> {
          float[] values = in.read(0, from, count);
          float[] average = Scratch.local().floats(1, count);
          float[] inverse = Scratch.local().floats(2, count);
          math.norms().forward(values, count, n, g, b, (float) epsilon, values, average, inverse);
          out.write(values, from, count);
          means.put(from, average, 0, count);
          rstds.put(from, inverse, 0, count);
        });
  }

  void layerNormBackward(
      Tensor dy,
      Tensor x,
      Tensor gain,
      Tensor mean,
      Tensor rstd,
      Tensor dx,
      boolean accumulate,
      Tensor dGain,
      Tensor dBias) {
    int n = x.columns();
    Shapes.requireSameMatrix("layerNormBackward", x, dy, dx);
    Shapes.requireLength("layerNormBackward", "the gain", gain, n);
    Shapes.requireLength("layerNormBackward", "the mean", mean, x.rows());
    Shapes.requireLength("layerNormBackward", "the inverse deviation", rstd, x.rows());
    Shapes.requireLength("layerNormBackward", "the gain's gradient", dGain, n);
    Shapes.requireLength("layerNormBackward", "the bias's gradient", dBias, n);
    float[] g = RowBuffer.all(gain);
    float[] total = new float[2 * n];
    dGain.floats().get(0, total, 0, n);
    dBias.floats().get(0, total, n, n);
    RowBuffer in = new RowBuffer(x);
    RowBuffer above = new RowBuffer(dy);
    RowBuffer below = new RowBuffer(dx);
    FloatBuffer means = mean.floats();
    FloatBuffer rstds = rstd.floats();
    Loops.sums(
        workers,
        x.rows(),
        n,
        math.columns()::addRows,
        total,
        (from, count, sums, so) -> {
          float[] values = in.read(0, from, count);
          float[] d = above.read(1, from, count);
          float[] average = Scratch.local().floats(2, count);
          float[] inverse = Scratch.local().floats(3, count);
          means.get(from, average, 0, count);
          rstds.get(from, inverse, 0, count);
          float[] result = accumulate ? below.read(4, from, count) : d;
          math.norms()
              .backward(d, values, count, n, g, average, inverse, result, accumulate, sums, so);
          below.write(result, from, count);
        });
    dGain.floats().put(0, total, 0, n);
    dBias.floats().put(0, total, n, n);
  }

  void normalizeRows(Tensor x, Tensor y, Tensor norms) {
    int n = x.columns();
    Shapes.requireSameMatrix("normalizeRows", x, y);
    Shapes.requireLength("normalizeRows", "the norms", norms, x.rows());
    RowBuffer in = new RowBuffer(x);
    RowBuffer out = new RowBuffer(y);
    FloatBuffer lengths = norms.floats();
    Loops.rows(
        workers,
        x.rows(),
        n,
        (from, count) -> {
          float[] values = in.read(0, from, count);
          float[] length = Scratch.local().floats(1, count);
          for (int r = 0; r < count; r++) {
            float squares = math.elements().dot(values, r * n, values, r * n, n);
            length[r] = Math.max((float) Math.sqrt(squares), SMALLEST_NORM);
            math.elements().scale(1 / length[r], values, r * n, values, r * n, n);
          }
          out.write(values, from, count);
          lengths.put(from, length, 0, count);
        });
  }

  void normalizeRowsBackward(Tensor dy, Tensor y, Tensor norms, Tensor dx, boolean accumulate) {
    int n = y.columns();
    Shapes.requireSameMatrix("normalizeRowsBackward", y, dy, dx);
    Shapes.requireLength("normalizeRowsBackward", "the norms", norms, y.rows());
    RowBuffer unit = new RowBuffer(y);
    RowBuffer above = new RowBuffer(dy);
    RowBuffer below = new RowBuffer(dx);
    FloatBuffer lengths = norms.floats();
    Loops.rows(
        workers,
        y.rows(),
        n,
        (from, count) -> {
          float[] values = unit.read(0, from, count);
          float[] d = above.read(1, from, count);
          float[] length = Scratch.local().floats(2, count);
          lengths.get(from, length, 0, count);
          for (int r = 0; r < count; r++) {
            float along = math.elements().dot(values, r * n, d, r * n, n);
            math.elements().axpy(-along, values, r * n, d, r * n, n);
            math.elements().scale(1 / length[r], d, r * n, d, r * n, n);
          }
          if (accumulate) {
            float[] sum = below.read(3, from, count);
            math.elements().add(sum, 0, d, 0, d, 0, count * n);
          }
          below.write(d, from, count);
        });
  }
}
