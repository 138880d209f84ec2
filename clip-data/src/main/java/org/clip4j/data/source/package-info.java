/**
 * Where shards come from: files, standard input, HTTP servers, and what other modules add as a
 * {@link org.clip4j.data.source.ShardScheme}.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>A shard is given whole and in order, or its stream ends in an exception: bytes of two
 *       versions of a file are never joined, and what ends early does not look like an end.
 *   <li>What may pass is tried again, with growing pauses; an answer that will stay is an error at
 *       once.
 *   <li>Pauses come from a generator of their own: the network's faults change no batch.
 * </ul>
 */
package org.clip4j.data.source;
