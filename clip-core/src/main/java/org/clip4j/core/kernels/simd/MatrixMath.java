package org.clip4j.core.kernels.simd;

/** Small matrix products, as attention needs them for one head. */
public interface MatrixMath {

  /** Rows of {@code a} and {@code c} are worked on in blocks of this many. */
  int ROWS = 4;

  /** Columns of {@code b} and {@code c} are worked on in blocks of this many, a power of two. */
  int columns();

  /**
   * {@code c = a b}, or {@code c += a b}. Whole blocks are computed: {@code m} is rounded up to
   * {@link #ROWS} and {@code n} to {@link #columns()}, so all three arrays must have room for that;
   * what stands there past the end touches nothing else.
   *
   * @param a element (i, p) at {@code ao + i * aRow + p * aColumn}, which makes transposing free
   * @param b row-major with row stride {@code bRow}
   * @param c row-major with row stride {@code cRow}
   */
  void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int aRow,
      int aColumn,
      float[] b,
      int bo,
      int bRow,
      float[] c,
      int co,
      int cRow,
      boolean accumulate);
}
