package org.clip4j.core.kernels.simd;

/**
 * Small matrix products, as attention needs them for one head, over matrices in panels: strips of
 * {@link #panel()} columns, each strip's rows one behind the other.
 *
 * <p>Every stride within a panel is a constant of the compiler's, which then checks an array's
 * bounds once before a loop instead of at each access.
 */
public interface MatrixMath {

  /** Rows of a result are worked on in blocks of this many; all arrays have room for whole ones. */
  int ROWS = 4;

  /** Columns of a panel, a power of two and a multiple of {@link #ROWS}. */
  int panel();

  /**
   * {@code c += a b} for one panel of {@code b} and {@code c}.
   *
   * @param m rows of {@code a} and {@code c}
   * @param k columns of {@code a}, rows of {@code b}
   * @param a in panels: element (i, p) at {@code ao + p / panel * aPanel + i * panel + p % panel}
   * @param b element (p, j) at {@code bo + p * panel + j}
   * @param c element (i, j) at {@code co + i * panel + j}
   */
  void addProduct(
      int m, int k, float[] a, int ao, int aPanel, float[] b, int bo, float[] c, int co);

  /**
   * {@code c = aT b} for one panel of each.
   *
   * @param m columns of {@code a}, at most a panel's; rows of {@code c}
   * @param k rows of {@code a} and {@code b}
   */
  void transposedProduct(int m, int k, float[] a, int ao, float[] b, int bo, float[] c, int co);
}
