package org.clip4j.train;

/**
 * Some pairs of a batch, as many as are run at once.
 *
 * @param pixels pictures [pairs, 3, size, size], normalised, row-major
 * @param captions ids of each caption, start and end included, padded or not
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record MicroBatch(float[] pixels, int[][] captions) {}
