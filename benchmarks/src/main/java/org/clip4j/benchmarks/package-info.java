/**
 * The kernels timed by JMH: {@link org.clip4j.core.kernels.CpuKernels} beside its naive twin and
 * libtorch, on the same numbers in the same virtual machine.
 *
 * <p>A {@link org.clip4j.benchmarks.Subject} says what is calculated, once for both kinds of
 * kernels and once for libtorch; {@link org.clip4j.benchmarks.KernelBenchmark} lets all engines
 * calculate it, compares what they give, and then times one.
 */
package org.clip4j.benchmarks;
