package org.clip4j.core.kernels;

import org.bytedeco.javacpp.FloatPointer;
import org.clip4j.core.tensor.Tensor;

/** Matrix products on all workers, each of which has a library calculate a part of the result. */
final class MatrixProducts {

  /** Parts of a result begin at multiples of this, where the libraries' own blocks do. */
  private static final int GRID = 16;

  /** Multiply-adds below which handing over costs more than it saves. */
  private static final long SMALL = 1L << 18;

  private final Workers workers;
  private final Sgemm library;

  MatrixProducts(Workers workers, Sgemm library) {
    this.workers = workers;
    this.library = library;
  }

  /** The library's name and version. */
  String library() {
    return library.name();
  }

  /** See {@link Kernels#gemm}; shapes are the caller's to check. */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      float alpha,
      Tensor a,
      Tensor b,
      float beta,
      Tensor c,
      int k) {
    int m = c.rows();
    int n = c.columns();
    boolean byRows = m >= n;
    int length = byRows ? m : n;
    // What is left over goes to the last block, so that no part has fewer rows than the product.
    int blocks = Math.max(1, length / GRID);
    int parts = (long) m * n * k < SMALL ? 1 : Math.min(workers.threads(), blocks);
    FloatPointer pa = a.pointer();
    FloatPointer pb = b.pointer();
    FloatPointer pc = c.pointer();
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) part * blocks / parts) * GRID;
          int to = part + 1 == parts ? length : (int) ((part + 1L) * blocks / parts) * GRID;
          long shiftA = byRows ? (transposeA ? from : (long) from * k) : 0;
          long shiftB = byRows ? 0 : (transposeB ? (long) from * k : from);
          library.multiply(
              transposeA,
              transposeB,
              byRows ? to - from : m,
              byRows ? n : to - from,
              k,
              alpha,
              pa.getPointer(shiftA),
              transposeA ? m : k,
              pb.getPointer(shiftB),
              transposeB ? k : n,
              beta,
              pc.getPointer(byRows ? (long) from * n : from),
              n);
        });
  }
}
