package org.clip4j.data.loader;

import java.util.List;

/**
 * A batch of pairs. The arrays are the receiver's to keep; nothing else refers to them.
 *
 * @param pixels normalised values, {@code [size, 3, imageSize, imageSize]}, row-major
 * @param size how many pairs
 * @param imageSize height and width of a picture, in pixels
 * @param tokens each caption's token ids, as the tokenizer gave them
 * @param keys the samples' keys
 * @param captions the captions as they are in the shards, before any variation
 * @param next where the stream stands after this batch
 */
@SuppressWarnings("ArrayRecordComponent") // Batches are handed on, never compared.
public record Batch(
    float[] pixels,
    int size,
    int imageSize,
    int[][] tokens,
    List<String> keys,
    List<String> captions,
    Position next) {}
