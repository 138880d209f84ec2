package org.clip4j.data.loader;

import java.util.List;
import java.util.Optional;

/**
 * A batch of pairs, or a part of one. The arrays are the receiver's to keep, or to {@linkplain
 * PairLoader#giveBack give back}; nothing else refers to them.
 *
 * @param pixels normalised values, {@code [size, 3, imageSize, imageSize]}, row-major
 * @param size how many pairs
 * @param imageSize height and width of a picture, in pixels
 * @param tokens each caption's token ids, as the tokenizer gave them
 * @param keys the samples' keys
 * @param captions the captions as they are in the shards, before any variation; of a pair that has
 *     several the one that was drawn
 * @param kept what was kept of the pictures, for a second time; empty unless the loader was asked
 *     to keep them. The receiver's to close
 * @param last whether this is the last part of its batch, as it is where batches come in one piece
 * @param next where the stream stands after this batch; in a part that is not its batch's last,
 *     where it stood before the batch, for a batch can only be begun as a whole
 */
@SuppressWarnings("ArrayRecordComponent") // Batches are handed on, never compared.
public record Batch(
    float[] pixels,
    int size,
    int imageSize,
    int[][] tokens,
    List<String> keys,
    List<String> captions,
    Optional<KeptPictures> kept,
    boolean last,
    Position next) {}
