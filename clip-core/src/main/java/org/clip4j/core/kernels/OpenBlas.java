package org.clip4j.core.kernels;

import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.clip4j.core.Version;
import org.nd4j.linalg.factory.Nd4j;

/**
 * OpenBLAS, the library that ND4J's CPU backend brings, set to one thread: its own threads spin
 * while they wait and would take the processors from the other kernels.
 */
final class OpenBlas implements Sgemm {

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
