package org.clip4j.core.kernels;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.clip4j.core.tensor.Tensor;

/**
 * OpenBLAS as it is by itself: one call, on its own threads. For benchmarks, which hold the
 * products of {@link CpuKernels} against it; nothing else needs it.
 *
 * <p>It is here because the number of OpenBLAS's threads is the whole process's: the kernels rely
 * on one, and {@link #close()} sets it back. No kernel may run in another thread meanwhile; behind
 * it OpenBLAS's threads go on spinning for some 50 milliseconds.
 */
public final class ThreadedOpenBlas implements AutoCloseable {

  /**
   * Lets OpenBLAS use that many threads.
   *
   * @throws IllegalStateException if its natives do not load
   */
  public ThreadedOpenBlas(int threads) {
    OpenBlas.obstacle()
        .ifPresent(
            why -> {
              throw new IllegalStateException(why);
            });
    openblas_nolapack.blas_set_num_threads(threads);
  }

  /** {@code cblas_sgemm}, as {@link Kernels#gemm}; shapes are the caller's to check. */
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Tensor a,
      Tensor b,
      double beta,
      Tensor c) {
    int m = c.rows();
    int n = c.columns();
    int k = transposeA ? a.rows() : a.columns();
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        m,
        n,
        k,
        (float) alpha,
        a.pointer(),
        transposeA ? m : k,
        b.pointer(),
        transposeB ? k : n,
        (float) beta,
        c.pointer(),
        n);
  }

  /** {@code cblas_saxpy}: {@code y += alpha * x}, of at most 2^31 - 1 elements. */
  public void axpy(double alpha, Tensor x, Tensor y) {
    openblas_nolapack.cblas_saxpy(
        Math.toIntExact(x.length()), (float) alpha, x.pointer(), 1, y.pointer(), 1);
  }

  /** Sets OpenBLAS back to one thread. */
  @Override
  public void close() {
    openblas_nolapack.blas_set_num_threads(1);
  }
}
