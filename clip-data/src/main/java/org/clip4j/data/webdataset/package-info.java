/**
 * WebDataset shards: tar archives of samples, read as a stream and written deterministically.
 *
 * <p>A sample is a run of neighbouring members that share a key: {@code a/000123.jpg} and {@code
 * a/000123.txt} are the parts {@code jpg} and {@code txt} of the sample {@code a/000123}. The rules
 * follow the WebDataset format (Aizman, Maltby, Breuel: "High Performance I/O For Large Scale Deep
 * Learning", 2019) and, where a part is repeated, open_clip's reader: the repeated part begins a
 * new sample.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>A shard comes from outside and is not trusted. Sizes are checked before anything is
 *       allocated, headers are bounded, and keys are labels: no file is ever opened under a
 *       member's name.
 *   <li>A sample is given only when it is known to be whole: the next key or the archive's end
 *       marker has been seen.
 *   <li>A damaged shard costs its own rest and no more; it is said in one line and counted in
 *       {@link org.clip4j.data.webdataset.BadSamples}.
 *   <li>The same samples written twice are the same bytes.
 * </ul>
 */
package org.clip4j.data.webdataset;
