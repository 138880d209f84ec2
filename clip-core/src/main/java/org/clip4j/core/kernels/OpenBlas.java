package org.clip4j.core.kernels;

import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.clip4j.core.Version;

/**
 * OpenBLAS, the library that ND4J's CPU backend brings, set to one thread: its own threads spin
 * while they wait and would take the processors from the other kernels.
 */
final class OpenBlas implements Sgemm {

  private static final NativeLibrary LIBRARY =
      new NativeLibrary("OpenBLAS", () -> openblas_nolapack.blas_set_num_threads(1));

  /** Why it cannot be used here; empty if it can. */
  static Optional<String> obstacle() {
    return LIBRARY.obstacle();
  }

  @Override
  public String name() {
    return "OpenBLAS " + Version.of("org.bytedeco", "openblas");
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      FloatPointer a,
      int lda,
      FloatPointer b,
      int ldb,
      float beta,
      FloatPointer c,
      int ldc) {
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        m,
        n,
        k,
        alpha,
        a,
        lda,
        b,
        ldb,
        beta,
        c,
        ldc);
  }
}
