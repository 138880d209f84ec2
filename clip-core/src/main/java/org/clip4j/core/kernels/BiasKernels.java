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

  void fillRows(Tensor row, Tensor y) {
    int n = y.columns();
    Shapes.requireFloat("fillRows", y);
    Shapes.requireLength("fillRows", "the row", row, n);
    float[] values = RowBuffer.all(row);
    RowBuffer rows = new RowBuffer(y);
    Loops.rows(
        workers,
        y.rows(),
        n,
        (from, count) -> {
          for (int r = from; r < from + count; r++) {
            rows.write(values, r, 1);
          }
        });
  }

  void addBias(Tensor x, Tensor bias, Tensor y) {
    int n = y.columns();
    Shapes.requireSameMatrix("addBias", x, y);
    Shapes.requireLength("addBias", "the bias", bias, n);
    float[] add = RowBuffer.all(bias);
    RowBuffer in = new RowBuffer(x);
    RowBuffer out = new RowBuffer(y);
    Loops.rows(
        workers,
        y.rows(),
        n,
        (from, count) -> {
          float[] values = in.read(0, from, count);
          math.columns().addToRows(values, count, n, add);
          out.write(values, from, count);
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
        math.columns()::addRows,
        total,
        (from, count, sums, offset) ->
            math.columns().addRows(rows.read(0, from, count), 0, count, sums, offset, n));
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
          float[] e = exponential(activation, 1, values, count, n, add);
          switch (activation) {
            case GELU -> math.activations().gelu(values, e, values, count * n);
            case QUICK_GELU -> math.activations().quickGelu(values, e, values, count * n);
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
        math.columns()::addRows,
        total,
        (from, count, sums, so) -> {
          float[] values = in.read(0, from, count);
          float[] d = above.read(1, from, count);
          float[] e = exponential(activation, 2, values, count, n, add);
          switch (activation) {
            case GELU -> math.activations().geluBackward(values, e, d, count * n);
            case QUICK_GELU -> math.activations().quickGeluBackward(values, e, d, count * n);
          }
          math.columns().addRows(d, 0, count, sums, so, n);
          in.write(values, from, count);
          below.write(d, from, count);
        });
    RowBuffer.put(total, dBias);
  }

  /** Adds the bias to the values and returns the exponential that the activation needs of them. */
  private float[] exponential(
      Activation activation, int slot, float[] values, int count, int n, float[] bias) {
    float[] e = Scratch.local().floats(slot, count * n);
    math.columns().addToRows(values, count, n, bias);
    switch (activation) {
      case GELU -> math.activations().bellArgument(values, e, count * n);
      case QUICK_GELU -> math.activations().quickArgument(values, e, count * n);
    }
    math.elements().exp(e, 0, count * n);
    return e;
  }
}
