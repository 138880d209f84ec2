/**
 * How fast clip4j is on this machine: a training step, the loader, a loss, and the kernels one by
 * one.
 *
 * <p>What always holds: what is timed is the library's own code as a run calls it, never a copy of
 * it; times are medians of wall-clock seconds after a warm-up; a result is one flat JSON object
 * (lists of rows aside) whose keys name their unit.
 */
package org.clip4j.examples.bench;
