package org.clip4j.core.kernels.simd;

/** Layer norm of rows that follow one another. */
public interface NormMath {

  /** {@code y = (x - mean) * rstd * gain + bias}; writes mean and rstd of every row. */
  void forward(
      float[] x,
      int rows,
      int n,
      float[] gain,
      float[] bias,
      float epsilon,
      float[] y,
      float[] mean,
      float[] rstd);

  /**
   * Sets or adds to {@code dx}; adds to {@code sums}, which holds the gain's gradient and, {@code
   * n} further, the bias's.
   */
  void backward(
      float[] dy,
      float[] x,
      int rows,
      int n,
      float[] gain,
      float[] mean,
      float[] rstd,
      float[] dx,
      boolean accumulate,
      float[] sums,
      int so);
}
