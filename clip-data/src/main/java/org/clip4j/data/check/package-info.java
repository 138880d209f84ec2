/**
 * Looks over whole data sets before anything is trained on them.
 *
 * <p>{@link org.clip4j.data.check.DataCheck} reads every shard and tries every sample by the code
 * that a loader has, so that it finds what training would find; {@link
 * org.clip4j.data.check.SampleSheet} takes some samples to be shown to a person.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Memory does not grow with the number of samples: of them there are counts, histograms and
 *       tables of bounded size. Where a table is full, what it tells is said to be an estimate.
 *   <li>The same data gives the same report, whatever the number of threads.
 *   <li>A shard that cannot be read is counted, and the others are read.
 * </ul>
 */
package org.clip4j.data.check;
