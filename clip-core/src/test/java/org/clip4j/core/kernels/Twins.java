package org.clip4j.core.kernels;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Named;
import org.nd4j.linalg.api.buffer.DataType;

/** Runs the same call on fast kernels in FLOAT and on the naive twin in DOUBLE and compares. */
final class Twins {

  private static final Nd4jKernels NAIVE = new Nd4jKernels();

  private static final int[] ROWS = {1, 5, 150};
  private static final int[] COLUMNS = {1, 7, 33, 128, 515};

  private Twins() {}

  /** A check of matrices of a shape. */
  @FunctionalInterface
  interface Shaped {
    void check(int rows, int columns);
  }

  static void everyShape(Shaped check) {
    for (int rows : ROWS) {
      for (int columns : COLUMNS) {
        check.check(rows, columns);
      }
    }
  }

  /** A kernel's call on tensors of given shapes. */
  @FunctionalInterface
  interface Call {
    void run(Kernels kernels, Tensor[] t);
  }

  /**
   * The fast kernels as they may run: with vectors or plain loops, on some threads or one, with
   * each library of products that loads here.
   */
  static List<Named<CpuKernels>> fast() {
    Sgemm other = OneDnn.obstacle().isEmpty() ? new OneDnn() : new OpenBlas();
    return List.of(
        Named.of("vectors, 3 threads", new CpuKernels(3, RowMath.vector(), new OpenBlas())),
        Named.of("vectors, 1 thread", new CpuKernels(1, RowMath.vector(), other)),
        Named.of("plain loops, 2 threads", new CpuKernels(2, RowMath.scalar(), other)));
  }

  /** The log-sum-exps of rows and columns, into tensors. */
  static void logSumExps(Kernels kernels, Tensor x, Tensor rows, Tensor columns) {
    double[] ofRows = new double[x.rows()];
    double[] ofColumns = new double[x.columns()];
    kernels.logSumExps(x, ofRows, ofColumns);
    put(ofRows, rows);
    put(ofColumns, columns);
  }

  /** Adds the sums of rows and columns to tensors. */
  static void addSums(Kernels kernels, Tensor x, Tensor rows, Tensor columns) {
    double[] ofRows = values(rows);
    double[] ofColumns = values(columns);
    kernels.addSums(x, ofRows, ofColumns);
    put(ofRows, rows);
    put(ofColumns, columns);
  }

  /** A one in {@code marks} at each entry of x that reaches a bound. */
  static void entriesReaching(
      Kernels kernels, Tensor x, Tensor rowBounds, Tensor columnBounds, Tensor marks) {
    marks.zero();
    for (int i : kernels.entriesReaching(x, values(rowBounds), values(columnBounds))) {
      marks.set(i, 1);
    }
  }

  /** Every third entry of {@code a bT}, in {@code out}. */
  static void entries(Kernels kernels, Tensor a, Tensor b, Tensor out) {
    int[] which = IntStream.iterate(0, i -> i < a.rows() * b.rows(), i -> i + 3).toArray();
    double[] entries = kernels.entries(a, b, which);
    out.zero();
    for (int i = 0; i < which.length; i++) {
      out.set(which[i], entries[i]);
    }
  }

  private static void put(double[] values, Tensor to) {
    for (int i = 0; i < values.length; i++) {
      to.set(i, values[i]);
    }
  }

  /**
   * Fills tensors of these shapes with normal numbers, runs all fast kernels and the twin, and
   * compares all tensors.
   *
   * @param tolerance relative to the largest value of a tensor, or to 1 if that is more
   */
  static void agree(double tolerance, Call call, long[]... shapes) {
    try (Arena twice = new Arena(DataType.DOUBLE)) {
      Tensor[] expected = new Tensor[shapes.length];
      try (Arena single = new Arena(DataType.FLOAT)) {
        Tensor[] start = fill(single, shapes);
        for (int i = 0; i < shapes.length; i++) {
          expected[i] = twice.take(shapes[i]);
          expected[i].array().assign(start[i].array().castTo(DataType.DOUBLE));
        }
      }
      call.run(NAIVE, expected);
      for (Named<CpuKernels> fast : fast()) {
        try (Arena single = new Arena(DataType.FLOAT)) {
          Tensor[] actual = fill(single, shapes);
          call.run(fast.getPayload(), actual);
          for (int i = 0; i < shapes.length; i++) {
            compare(fast.getName() + ", tensor " + i, actual[i], expected[i], tolerance);
          }
        }
      }
    }
  }

  static long[] shape(long... sizes) {
    return sizes;
  }

  /** Tensors of normal numbers, the same for the same shapes. */
  static Tensor[] fill(Arena arena, long[]... shapes) {
    SplittableRandom random = new SplittableRandom(7);
    Tensor[] tensors = new Tensor[shapes.length];
    for (int i = 0; i < shapes.length; i++) {
      tensors[i] = arena.take(shapes[i]);
      FloatBuffer values = tensors[i].floats();
      for (int e = 0; e < values.capacity(); e++) {
        values.put(e, (float) random.nextGaussian());
      }
    }
    return tensors;
  }

  private static void compare(String what, Tensor single, Tensor twice, double tolerance) {
    double[] expected = values(twice);
    double[] actual = values(single);
    double scale = 1;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int e = 0; e < expected.length; e++) {
      // Not "greater than", which is false of NaN.
      if (!(Math.abs(actual[e] - expected[e]) <= tolerance * scale)) {
        fail(
            String.format(
                "%s %s element %d: %s is not %s (scale %s)",
                what, single, e, actual[e], expected[e], scale));
      }
    }
  }

  /** All elements; one by one they are slow to read. */
  static double[] values(Tensor t) {
    return t.array().dup('c').reshape(t.length()).toDoubleVector();
  }
}
