package org.clip4j.core.kernels.simd;

/** Activations of {@code x + bias} for rows of {@code n} that follow one another. */
public interface ActivationMath {

  /** {@code y = (x + bias) * Phi(x + bias)}. */
  void gelu(float[] x, int rows, int n, float[] bias, float[] y);

  /** {@code y = (x + bias) * sigmoid(1.702 (x + bias))}. */
  void quickGelu(float[] x, int rows, int n, float[] bias, float[] y);

  /** Sets {@code dx}, which may be {@code dy}, and adds it to the sums. */
  void geluBackward(
      float[] dy, float[] x, int rows, int n, float[] bias, float[] dx, float[] sums, int so);

  /** Sets {@code dx}, which may be {@code dy}, and adds it to the sums. */
  void quickGeluBackward(
      float[] dy, float[] x, int rows, int n, float[] bias, float[] dx, float[] sums, int so);
}
