package org.clip4j.core.kernels;

/** The activation between the two layers of an MLP. */
public enum Activation {
  /** {@code x * Phi(x)} with the normal distribution's own function, as {@code torch.nn.GELU()}. */
  GELU,
  /** {@code x * sigmoid(1.702 x)}, as OpenAI's models were trained with. */
  QUICK_GELU
}
