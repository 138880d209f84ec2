package org.clip4j.core.kernels;

import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Tensor;

/** Biases, alone and fused with the activation that follows, and their gradients. */
final class BiasKernels {

  private final Workers workers;
  private final RowMath math;

  BiasKernels(Workers workers, RowMath math) {
    this.workers = workers;
    this.math = math;
  }

  void addBias(Tensor y, Tensor bias) {
    int n = y.columns();
    Shapes.requireFloat("addBias", y);
    Shapes.requireLength("addBias", "the bias", bias, n);
    float[] add = RowBuffer.all(bias);
    RowBuffer rows = new RowBuffer(y);
    Loops.rows(
        workers,
        y.rows(),
        n,
        (from, count) -> {
          float[] values = rows.read(0, from, count);
          for (int r = 0; r < count; r++) {
            math.elements().add(values, r * n, add, 0, values, r * n, n);
          }
          rows.write(values, from, count);
        });
  }

  void addColumnSums(Tensor x, Tensor sum) {
    int n = x.columns();
    Shapes.requireFloat("addColumnSums", x);
    Shapes.requireLength("addColumnSums", "the sum", sum, n);
    float[] total = RowBuffer.all(sum);
    RowBuffer rows = new RowBuffer(x);
    Loops.sums(
        workers,
        x.rows(),
        n,
        math.elements()::addRows,
        total,
        (from, count, sums, offset) ->
            math.elements().addRows(rows.read(0, from, count), 0, count, sums, offset, n));
    RowBuffer.put(total, sum);
  }

  void biasActivation(Activation activation, Tensor x, Tensor bias, Tensor y) {
    int n = x.columns();
    Shapes.requireSameMatrix("biasActivation", x, y);
    Shapes.requireLength("biasActivation", "the bias", bias, n);
    float[] add = RowBuffer.all(bias);
    RowBuffer in = new RowBuffer(x);
    RowBuffer out = new RowBuffer(y);
    Loops.rows(
        workers,
        x.rows(),
        n,
        (from, count) -> {
          float[] values = in.read(0, from, count);
          switch (activation) {
            case GELU -> math.activations().gelu(values, count, n, add, values);
            case QUICK_GELU -> math.activations().quickGelu(values, count, n, add, values);
          }
          out.write(values, from, count);
        });
  }

  void biasActivationBackward(
      Activation activation, Tensor dy, Tensor x, Tensor bias, Tensor dx, Tensor dBias) {
    int n = x.columns();
    Shapes.requireSameMatrix("biasActivationBackward", x, dy, dx);
    Shapes.requireLength("biasActivationBackward", "the bias", bias, n);
    Shapes.requireLength("biasActivationBackward", "the bias's gradient", dBias, n);
    float[] add = RowBuffer.all(bias);
    float[] total = RowBuffer.all(dBias);
    RowBuffer in = new RowBuffer(x);
    RowBuffer above = new RowBuffer(dy);
    RowBuffer below = new RowBuffer(dx);
    Loops.sums(
        workers,
        x.rows(),
        n,
        math.elements()::addRows,
        total,
        (from, count, sums, so) -> {
          float[] values = in.read(0, from, count);
          float[] d = above.read(1, from, count);
          switch (activation) {
            case GELU -> math.activations().geluBackward(d, values, count, n, add, d, sums, so);
            case QUICK_GELU ->
                math.activations().quickGeluBackward(d, values, count, n, add, d, sums, so);
          }
          below.write(d, from, count);
        });
    RowBuffer.put(total, dBias);
  }
}
