package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.kernels.simd.ElementMath;
import org.clip4j.core.tensor.Tensor;

/** Single entries of a matrix product: which of them matter, and what they are in double. */
final class EntryKernels {

  /** Products of one piece of work. */
  private static final int PART = 64;

  private static final int[] NONE = {};

  private final Workers workers;
  private final ElementMath math;

  EntryKernels(Workers workers, ElementMath math) {
    this.workers = workers;
    this.math = math;
  }

  int[] entriesReaching(Tensor x, double[] rowBounds, double[] columnBounds) {
    int n = x.columns();
    Shapes.requireFloat("entriesReaching", x);
    Shapes.requireLength("entriesReaching", "the rows' bounds", rowBounds, x.rows());
    Shapes.requireLength("entriesReaching", "the columns' bounds", columnBounds, n);
    float[] ofColumns = new float[n];
    float least = Float.POSITIVE_INFINITY;
    for (int c = 0; c < n; c++) {
      ofColumns[c] = (float) columnBounds[c];
      least = Math.min(least, ofColumns[c]);
    }
    float leastOfColumns = least;
    int[][] found = new int[x.rows()][];
    Loops.eachRow(
        workers,
        x,
        (row, values, at) -> {
          float bound = (float) rowBounds[row];
          // Of most rows the largest reaches nothing, which is seen at a glance.
          boolean none = math.max(values, at, n) < Math.min(bound, leastOfColumns);
          found[row] = none ? NONE : reaching(values, at, n, bound, ofColumns, row * n);
        });
    return Arrays.stream(found).flatMapToInt(Arrays::stream).toArray();
  }

  private static int[] reaching(
      float[] x, int at, int n, float rowBound, float[] columnBounds, int firstEntry) {
    int[] found = NONE;
    int count = 0;
    for (int c = 0; c < n; c++) {
      if (x[at + c] >= Math.min(rowBound, columnBounds[c])) {
        if (count == found.length) {
          found = Arrays.copyOf(found, Math.min(n, 8 + 2 * count));
        }
        found[count++] = firstEntry + c;
      }
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }

  double[] entries(Tensor a, Tensor b, int[] which) {
    int width = a.columns();
    int columns = b.rows();
    Shapes.requireFloat("entries", a);
    Shapes.requireMatrix("entries", "the right factor", b, columns, width);
    double[] products = new double[which.length];
    RowBuffer ofRows = new RowBuffer(a);
    RowBuffer ofColumns = new RowBuffer(b);
    int parts = (which.length + PART - 1) / PART;
    workers.run(
        parts,
        part -> {
          int end = Math.min(which.length, (part + 1) * PART);
          float[] left = null;
          int row = -1;
          for (int i = part * PART; i < end; i++) {
            if (which[i] / columns != row) {
              row = which[i] / columns;
              left = ofRows.read(0, row, 1);
            }
            products[i] = math.doubleDot(left, ofColumns.read(1, which[i] % columns, 1), width);
          }
        });
    return products;
  }
}
