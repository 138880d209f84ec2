package org.clip4j.core.kernels.simd;

/** Element by element over rows of {@code n} values. */
public interface ElementMath {

  /** {@code y = a + b}; {@code y} may be {@code a} or {@code b}. */
  void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y += alpha * x}. */
  void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n);

  /** {@code y = alpha * x}; {@code y} may be {@code x}. */
  void scale(float alpha, float[] x, int xo, float[] y, int yo, int n);

  /** The sum of {@code a * b}. */
  float dot(float[] a, int ao, float[] b, int bo, int n);

  /** {@code sum += } the sum of {@code rows} rows that follow one another in {@code x}. */
  void addRows(float[] x, int xo, int rows, float[] sum, int so, int n);

  /** One AdamW update of {@code n} parameters {@code p} with gradients {@code g}. */
  void adamW(AdamWFactors factors, float[] p, float[] g, float[] m, float[] v, int n);
}
