/**
 * Loops over {@code float[]}, each written twice: with the Vector API ({@code
 * jdk.incubator.vector}) and plainly.
 *
 * <p>What always holds: a value's bits depend neither on its place (vector lane or row tail) nor on
 * how warm the virtual machine is. Both come from the same formula in add, multiply, divide, square
 * root, fused multiply-add, comparisons and bit operations, which IEEE 754 fixes; sums add the
 * lanes up in a fixed order. Vectorised and plain sums may differ from each other in the last bits.
 *
 * <p>The vectorised loops call nothing but the Vector API inside: a method of ours that takes or
 * returns vectors may be left out of line by the compiler, and then each vector becomes an object.
 * What needs several steps is several loops, over arrays that stay in the first-level cache.
 *
 * <p>Offsets and lengths are the caller's to get right: these loops check no more than Java does.
 * Arrays are scratch that the caller has copied tensors into.
 */
package org.clip4j.core.kernels.simd;
