package org.clip4j.core.kernels.simd;

/**
 * Activations of {@code n} values in two steps with an exponential between them: the first step
 * makes its argument.
 */
public interface ActivationMath {

  /** {@code z = -x^2 / 2}: GELU's first step. */
  void bellArgument(float[] x, float[] z, int n);

  /** {@code y = x * Phi(x)}, given {@code bell = exp(-x^2 / 2)}. {@code y} may be an input. */
  void gelu(float[] x, float[] bell, float[] y, int n);

  /** {@code d *= } the derivative of GELU at {@code x}, which becomes {@code x * Phi(x)}. */
  void geluBackward(float[] x, float[] bell, float[] d, int n);

  /** {@code z = -1.702 x}: QuickGELU's first step. */
  void quickArgument(float[] x, float[] z, int n);

  /** {@code y = x / (1 + e)}, given {@code e = exp(-1.702 x)}. {@code y} may be an input. */
  void quickGelu(float[] x, float[] e, float[] y, int n);

  /** {@code d *= } the derivative of QuickGELU at {@code x}, which becomes {@code x / (1 + e)}. */
  void quickGeluBackward(float[] x, float[] e, float[] d, int n);
}
