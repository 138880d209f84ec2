/**
 * The kernels timed by JMH: {@link org.clip4j.core.kernels.CpuKernels} beside its naive twin and
 * libtorch, on the same numbers in the same virtual machine.
 *
 * <p>A {@link org.clip4j.benchmarks.Subject} says what is calculated, once for both kinds of
 * kernels and once for libtorch; {@link org.clip4j.benchmarks.KernelBenchmark} holds what an engine
 * gives against the fast kernels, and then times it.
 */
package org.clip4j.benchmarks;
