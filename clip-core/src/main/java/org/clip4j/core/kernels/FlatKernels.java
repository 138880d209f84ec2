package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import org.clip4j.core.kernels.simd.AdamWFactors;
import org.clip4j.core.kernels.simd.ElementMath;
import org.clip4j.core.tensor.Tensor;

/** Kernels that see tensors as a flat run of elements, of any length. */
final class FlatKernels {

  /** Elements whose products are added up before they join the others. */
  static final int DOT_PART = 1 << 16;

  private static final int DOT_CHUNK = 2048;

  /** Elements of a tensor that go through one buffer, which ends at 2 GiB; whole parts of a dot. */
  private static final long PIECE = 1L << 28;

  private final Workers workers;
  private final ElementMath math;
  private final long piece;

  FlatKernels(Workers workers, ElementMath math) {
    this(workers, math, PIECE);
  }

  FlatKernels(Workers workers, ElementMath math, long piece) {
    this.workers = workers;
    this.math = math;
    this.piece = piece;
  }

  void add(Tensor a, Tensor b, Tensor y) {
    Shapes.requireSameLength("add", a, b, y);
    Loops.elements(
        workers,
        piece,
        (buffers, from, count) -> {
          float[] left = read(0, buffers[0], from, count);
          float[] right = read(1, buffers[1], from, count);
          math.add(left, 0, right, 0, left, 0, count);
          buffers[2].put(from, left, 0, count);
        },
        a,
        b,
        y);
  }

  void axpy(float alpha, Tensor x, Tensor y) {
    Shapes.requireSameLength("axpy", x, y);
    Loops.elements(
        workers,
        piece,
        (buffers, from, count) -> {
          float[] in = read(0, buffers[0], from, count);
          float[] out = read(1, buffers[1], from, count);
          math.axpy(alpha, in, 0, out, 0, count);
          buffers[1].put(from, out, 0, count);
        },
        x,
        y);
  }

  void scale(float alpha, Tensor x) {
    Shapes.requireFloat("scale", x);
    Loops.elements(
        workers,
        piece,
        (buffers, from, count) -> {
          float[] values = read(0, buffers[0], from, count);
          math.scale(alpha, values, 0, values, 0, count);
          buffers[0].put(from, values, 0, count);
        },
        x);
  }

  double dot(Tensor a, Tensor b) {
    Shapes.requireSameLength("dot", a, b);
    double total = 0;
    for (long from = 0; from < a.length(); from += piece) {
      long to = Math.min(a.length(), from + piece);
      FloatBuffer[] buffers = Loops.buffers(from, to, a, b);
      if (a == b) {
        buffers[1] = buffers[0];
      }
      int length = (int) (to - from);
      double[] sums = new double[(length + DOT_PART - 1) / DOT_PART];
      workers.run(sums.length, part -> sums[part] = dot(buffers, part * DOT_PART, length));
      for (double sum : sums) {
        total += sum;
      }
    }
    return total;
  }

  private double dot(FloatBuffer[] buffers, int from, int length) {
    int to = Math.min(length, from + DOT_PART);
    double sum = 0;
    for (int at = from; at < to; at += DOT_CHUNK) {
      int count = Math.min(DOT_CHUNK, to - at);
      float[] a = read(0, buffers[0], at, count);
      sum +=
          math.doubleDot(a, buffers[1] == buffers[0] ? a : read(1, buffers[1], at, count), count);
    }
    return sum;
  }

  void adamW(
      Tensor parameter,
      Tensor gradient,
      Tensor firstMoment,
      Tensor secondMoment,
      AdamWStep step,
      double gradientScale) {
    Shapes.requireSameLength("adamW", parameter, gradient, firstMoment, secondMoment);
    AdamWFactors factors =
        new AdamWFactors(
            (float) gradientScale,
            (float) (1 - step.learningRate() * step.weightDecay()),
            (float) step.beta1(),
            (float) (1 - step.beta1()),
            (float) step.beta2(),
            (float) (1 - step.beta2()),
            (float) (1 / Math.sqrt(step.correction2())),
            (float) step.epsilon(),
            (float) (step.learningRate() / step.correction1()));
    Loops.elements(
        workers,
        piece,
        (buffers, from, count) -> {
          float[] p = read(0, buffers[0], from, count);
          float[] g = read(1, buffers[1], from, count);
          float[] m = read(2, buffers[2], from, count);
          float[] v = read(3, buffers[3], from, count);
          math.adamW(factors, p, g, m, v, count);
          buffers[0].put(from, p, 0, count);
          buffers[2].put(from, m, 0, count);
          buffers[3].put(from, v, 0, count);
        },
        parameter,
        gradient,
        firstMoment,
        secondMoment);
  }

  private static float[] read(int slot, FloatBuffer buffer, int from, int count) {
    float[] array = Scratch.local().floats(slot, count);
    buffer.get(from, array, 0, count);
    return array;
  }
}
