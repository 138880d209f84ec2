/**
 * What a run will cost, before it begins: {@code clip4j plan}.
 *
 * <p>Memory is reckoned by part: blocks whose sizes follow from the model and the batch as they
 * are, activations from what the real forward and backward passes take at small micro-batches (it
 * grows with the pairs, exactly), the process itself as the system counts it. Times come from the
 * real kernels, timed on this machine for a few seconds.
 *
 * <p>What always holds: the calibration runs the library's own code as a step calls it; sums are of
 * bytes and seconds, whose parts are all named.
 */
package org.clip4j.examples.plan;
