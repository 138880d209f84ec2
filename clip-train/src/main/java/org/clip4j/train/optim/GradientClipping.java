package org.clip4j.train.optim;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Tensor;

/**
 * Clipping by the global norm, as {@code torch.nn.utils.clip_grad_norm_}.
 *
 * @param maxNorm the largest norm left alone; infinity clips nothing
 */
public record GradientClipping(double maxNorm) {

  /** PyTorch adds this to the norm before it divides. */
  private static final double EPSILON = 1e-6;

  /** Checks the norm. */
  public GradientClipping {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("grad_clip_norm is to be positive, not " + maxNorm);
    }
  }

  /** The norm of all gradients together. */
  public static double norm(Kernels kernels, ParameterSet parameters) {
    Tensor all = parameters.flatGradients();
    return Math.sqrt(kernels.dot(all, all));
  }

  /** What the gradients are to be multiplied by, at most 1. */
  public double factor(double norm) {
    return Math.min(1, maxNorm / (norm + EPSILON));
  }
}
