/**
 * Training: the step, the loop around it, and what they need.
 *
 * <p>What always holds: nothing in a run's arithmetic reads the clock; the same seed, data,
 * configuration, thread count and kernels give the same bits, also when the run was stopped and
 * resumed.
 */
package org.clip4j.train;
