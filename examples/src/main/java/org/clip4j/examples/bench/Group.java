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

  /** The group of a method of {@link org.clip4j.core.kernels.Kernels}. */
  static Group of(String kernel) {
    if (kernel.startsWith("gemm")) {
      return PRODUCTS;
    }
    if (kernel.startsWith("attention")) {
      return ATTENTION;
    }
    return kernel.startsWith("adamW") || kernel.equals("dot") ? OPTIMISER : ROW_KERNELS;
  }

  /** As results spell it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
