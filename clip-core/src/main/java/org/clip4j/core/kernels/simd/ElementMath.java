package org.clip4j.core.kernels.simd;

/** Element by element over {@code n} values. Results may be inputs. */
public interface ElementMath {

  /** {@code y = a + b}. */
  void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y = a * b}. */
  void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** {@code y += alpha * x}. */
  void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n);

  /** {@code y = alpha * x}. */
  void scale(float alpha, float[] x, int xo, float[] y, int yo, int n);

  /** {@code y = x + c}. */
  void shift(float c, float[] x, int xo, float[] y, int yo, int n);

  /** {@code x *= slope * v + offset}. */
  void timesLine(float slope, float offset, float[] v, int vo, float[] x, int xo, int n);

  /** The sum of {@code a * b}. */
  float dot(float[] a, int ao, float[] b, int bo, int n);

  /** The sum of the first {@code n} {@code a * b}, as exact as sums of doubles are. */
  double doubleDot(float[] a, float[] b, int n);

  /** The largest of {@code n} values, negative infinity for none. */
  float max(float[] x, int xo, int n);

  /** {@code x = exp(x)}, in place; returns the sum. Below -87 the result is 0. */
  float exp(float[] x, int xo, int n);

  /** One AdamW update of {@code n} parameters {@code p} with gradients {@code g}. */
  void adamW(AdamWFactors factors, float[] p, float[] g, float[] m, float[] v, int n);
}
