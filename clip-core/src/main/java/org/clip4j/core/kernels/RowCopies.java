package org.clip4j.core.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.clip4j.core.kernels.simd.ElementMath;
import org.clip4j.core.tensor.Tensor;

/** Rows fetched by index, added back by index, and cut out of pictures. */
final class RowCopies {

  private static final int SCATTER_PARTS = 16;

  private final Workers workers;
  private final ElementMath math;

  RowCopies(Workers workers, ElementMath math) {
    this.workers = workers;
    this.math = math;
  }

  void gather(Tensor table, int[] index, Tensor out, boolean accumulate) {
    int n = table.columns();
    check("gatherRows", index, table);
    Shapes.requireMatrix("gatherRows", "the result", out, index.length, n);
    FloatBuffer source = table.floats();
    RowBuffer target = new RowBuffer(out);
    Loops.rows(
        workers,
        index.length,
        n,
        (from, count) -> {
          float[] rows =
              accumulate
                  ? target.read(0, from, count)
                  : Scratch.local().floats(0, Math.multiplyExact(count, n));
          float[] row = Scratch.local().floats(1, n);
          for (int r = 0; r < count; r++) {
            int i = index[from + r];
            if (i >= 0 && accumulate) {
              source.get(i * n, row, 0, n);
              math.add(rows, r * n, row, 0, rows, r * n, n);
            } else if (i >= 0) {
              source.get(i * n, rows, r * n, n);
            } else if (!accumulate) {
              Arrays.fill(rows, r * n, (r + 1) * n, 0f);
            }
          }
          target.write(rows, from, count);
        });
  }

  /**
   * Each part owns the rows of the table whose number leaves its own as remainder, so that all that
   * is added to one row is added by one part, in order.
   */
  void scatterAdd(Tensor dOut, int[] index, Tensor dTable) {
    int n = dTable.columns();
    check("scatterAddRows", index, dTable);
    Shapes.requireMatrix("scatterAddRows", "the gradient", dOut, index.length, n);
    FloatBuffer source = dOut.floats();
    FloatBuffer target = dTable.floats();
    int parts = (long) index.length * n < 1 << 13 ? 1 : SCATTER_PARTS;
    workers.run(
        parts,
        part -> {
          float[] row = Scratch.local().floats(0, n);
          float[] sum = Scratch.local().floats(1, n);
          for (int r = 0; r < index.length; r++) {
            int i = index[r];
            if (i >= 0 && i % parts == part) {
              source.get(r * n, row, 0, n);
              target.get(i * n, sum, 0, n);
              math.add(sum, 0, row, 0, sum, 0, n);
              target.put(i * n, sum, 0, n);
            }
          }
        });
  }

  void patchify(Tensor images, int patch, Tensor patches) {
    Shapes.requireFloat("patchify", images, patches);
    if (images.rank() != 4 || patch < 1 || images.size(2) < patch || images.size(3) < patch) {
      throw new IllegalArgumentException(
          "patchify: " + images + " has no room for a patch of " + patch + " x " + patch);
    }
    int channels = (int) images.size(1);
    int width = (int) images.size(3);
    int height = (int) images.size(2);
    int down = height / patch;
    int across = width / patch;
    int bands = Math.toIntExact(images.size(0) * down);
    int rowLength = channels * patch * patch;
    Shapes.requireMatrix("patchify", "the result", patches, (long) bands * across, rowLength);
    FloatBuffer source = images.floats();
    RowBuffer target = new RowBuffer(patches);
    int strip = patch * width;
    Loops.rows(
        workers,
        bands,
        channels * strip,
        (from, count) -> {
          float[] lines = Scratch.local().floats(0, strip);
          float[] rows = Scratch.local().floats(1, across * rowLength);
          for (int band = from; band < from + count; band++) {
            for (int c = 0; c < channels; c++) {
              int picture = band / down * channels + c;
              source.get((picture * height + band % down * patch) * width, lines, 0, strip);
              deal(lines, width, patch, across, rows, c * patch * patch, rowLength);
            }
            target.write(rows, band * across, across);
          }
        });
  }

  /** Deals the lines of one channel out to the patches that lie side by side in them. */
  private static void deal(
      float[] lines, int width, int patch, int across, float[] rows, int offset, int rowLength) {
    for (int line = 0; line < patch; line++) {
      for (int p = 0; p < across; p++) {
        System.arraycopy(
            lines, line * width + p * patch, rows, p * rowLength + offset + line * patch, patch);
      }
    }
  }

  private static void check(String kernel, int[] index, Tensor table) {
    Shapes.requireFloat(kernel, table);
    int rows = table.rows();
    for (int r = 0; r < index.length; r++) {
      if (index[r] >= rows) {
        throw new IndexOutOfBoundsException(
            kernel
                + ": index "
                + r
                + " is "
                + index[r]
                + ", past the "
                + rows
                + " rows of "
                + table);
      }
    }
  }
}
