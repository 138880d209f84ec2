/**
 * The arithmetic: one interface, {@link org.clip4j.core.kernels.Kernels}, and two implementations
 * of the same meaning.
 *
 * <p>What always holds: the same inputs, kernels and thread count give the same bits, in a cold
 * virtual machine as in a warm one. That is why kernels use only what IEEE 754 fixes (add,
 * multiply, divide, square root, fused multiply-add, comparisons, bit operations) and add lanes up
 * in a fixed order.
 */
package org.clip4j.core.kernels;
