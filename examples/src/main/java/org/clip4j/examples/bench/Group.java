package org.clip4j.examples.bench;

import java.util.Locale;

/** The parts that a step's time is told by. */
enum Group {
  /** Matrix products. */
  PRODUCTS,
  /** Attention, both ways, with the products inside. */
  ATTENTION,
  /** What goes over rows or elements once. */
  ROW_KERNELS,
  /** AdamW and the gradients' norm. */
  OPTIMISER,
  /** Everything outside the kernels. */
  OTHER;

  /** The group of a call of a method of {@link org.clip4j.core.kernels.Kernels}. */
  static Group of(String kernel, Object[] arguments) {
    if (kernel.startsWith("gemm")) {
      return PRODUCTS;
    }
    if (kernel.startsWith("attention") || kernel.startsWith("queryAttention")) {
      return ATTENTION;
    }
    // A tensor's product with itself is the gradients' norm; the loss takes those of two tensors.
    boolean norm = kernel.equals("dot") && arguments[0] == arguments[1];
    return norm || kernel.startsWith("adamW") ? OPTIMISER : ROW_KERNELS;
  }

  /** As results spell it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
