package org.clip4j.examples.bench;

/**
 * What this machine allows.
 *
 * @param flops a second, of a large {@code cblas_sgemm} over all threads
 * @param copyBytes a second, read and written, of a large copy over all threads
 * @param axpyBytes a second, read and written, of a large {@code cblas_saxpy} over all threads
 */
record Limits(double flops, double copyBytes, double axpyBytes) {

  /** Bytes a second. */
  double bytes() {
    return Math.max(copyBytes, axpyBytes);
  }

  /**
   * The least seconds that some work can take if it comes out of memory; operands that are still in
   * a cache may beat it.
   */
  double seconds(Work work) {
    return Math.max(work.flops() / flops, work.bytes() / bytes());
  }
}
