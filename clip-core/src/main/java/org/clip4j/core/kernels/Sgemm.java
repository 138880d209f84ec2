package org.clip4j.core.kernels;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A library's matrix product of row-major floats, on the calling thread alone. Called from several
 * threads at once.
 */
interface Sgemm {

  /** The library and its version, such as {@code OpenBLAS 0.3.31}. */
  String name();

  /**
   * {@code c = alpha * op(a) * op(b) + beta * c} with {@code op(a)} of m x k, {@code op(b)} of k x
   * n, {@code c} of m x n, all larger than 0; with {@code beta} 0 what {@code c} held is not read.
   *
   * @param lda elements from a row of {@code a}, as it lies in memory, to the next; so {@code ldb},
   *     {@code ldc}
   */
  void multiply(
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
      int ldc);
}
