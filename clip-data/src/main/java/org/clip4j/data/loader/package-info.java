/**
 * Batches of pictures and captions for training and evaluation.
 *
 * <p>The way of the data: shards in the epoch's order, samples, those that are pairs and that pass
 * the {@linkplain org.clip4j.data.filter filters}, a shuffle buffer, decoding and augmentation in
 * several threads, batches.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Batches depend on the shards, the configuration and the seed alone: not on the number of
 *       threads, their timing, the prefetch, the cache or what is kept. Each sample draws from a
 *       generator of its own, named by the seed, the epoch and the sample's place in the epoch.
 *   <li>Every batch says where the stream stands after it; a loader built with that {@link
 *       org.clip4j.data.loader.Position} goes on with the same batches, bit for bit.
 *   <li>A sample that cannot be used is skipped, logged and counted in {@link
 *       org.clip4j.data.webdataset.BadSamples}; it never ends a run. An epoch without one usable
 *       sample does.
 *   <li>Of several captions of a pair one is drawn each epoch; it is the pair's caption in every
 *       way.
 *   <li>Training batches are always full. The only worker's run across the end of an epoch into the
 *       next one; several workers' epochs have a fixed number of batches, the same for all.
 *   <li>A batch that comes in parts is the batch in one piece, cut up; what is kept of its pictures
 *       gives the same pixels again, bit for bit.
 * </ul>
 */
package org.clip4j.data.loader;
