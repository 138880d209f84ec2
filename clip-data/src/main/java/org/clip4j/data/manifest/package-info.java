/**
 * The manifest of a folder of shards: which there are, how many samples each has, and what their
 * bytes hash to.
 *
 * <p>A manifest comes from outside like the shards themselves. It is read with a bound on its size,
 * its sums are checked, and its names are those of files beside it: none leads elsewhere.
 */
package org.clip4j.data.manifest;
