package org.clip4j.core.kernels;

import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrix products by OpenBLAS, the library that ND4J's CPU backend brings.
 *
 * <p>OpenBLAS is set to one thread and called from ours, each on a part of the result: its own
 * threads spin while they wait and would take the processors from the other kernels.
 */
final class OpenBlas {

  /** Parts of a result begin at multiples of this, where OpenBLAS's own blocks do. */
  private static final int GRID = 16;

  /** Multiply-adds below which handing over costs more than it saves. */
  private static final long SMALL = 1L << 18;

  private OpenBlas() {}

  /** Why it cannot be used here; empty if it can. */
  static Optional<String> obstacle() {
    return Loaded.OBSTACLE;
  }

  /** Loaded, and set to one thread, once. */
  private static final class Loaded {
    static final Optional<String> OBSTACLE = load();

    private static Optional<String> load() {
      try {
        // ND4J sets a number of threads when it starts; ours must come after.
        Nd4j.getBackend();
        openblas_nolapack.blas_set_num_threads(1);
        return Optional.empty();
      } catch (LinkageError | RuntimeException e) {
        return Optional.of("OpenBLAS does not load: " + e);
      }
    }
  }

  /** See {@link Kernels#gemm}; shapes are the caller's to check. */
  static void gemm(
      Workers workers,
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
    int blocks = (length + GRID - 1) / GRID;
    int parts = (long) m * n * k < SMALL ? 1 : Math.min(workers.threads(), blocks);
    FloatPointer pa = a.pointer();
    FloatPointer pb = b.pointer();
    FloatPointer pc = c.pointer();
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) part * blocks / parts) * GRID;
          int to = Math.min(length, (int) ((part + 1L) * blocks / parts) * GRID);
          long shiftA = byRows ? (transposeA ? from : (long) from * k) : 0;
          long shiftB = byRows ? 0 : (transposeB ? (long) from * k : from);
          openblas_nolapack.cblas_sgemm(
              openblas_nolapack.CblasRowMajor,
              transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
              transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
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
