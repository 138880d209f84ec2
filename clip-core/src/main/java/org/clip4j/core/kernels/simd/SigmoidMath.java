package org.clip4j.core.kernels.simd;

/**
 * The sigmoid and the logarithm that belongs to it, without overflow: both take {@code e =
 * exp(-|x|)}, whose argument the first step makes.
 */
public interface SigmoidMath {

  /** {@code z = -|x|}: the first step. */
  void argument(float[] x, int xo, float[] z, int zo, int n);

  /** The sum of {@code softplus(x) = log(1 + exp(x))}, given {@code e = exp(-|x|)}. */
  float softplus(float[] x, int xo, float[] e, int eo, int n);

  /** {@code x = factor / (1 + exp(-x))}, in place, given {@code e = exp(-|x|)}. */
  void sigmoid(float factor, float[] x, int xo, float[] e, int eo, int n);
}
