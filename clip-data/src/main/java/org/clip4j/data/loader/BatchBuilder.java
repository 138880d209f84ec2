package org.clip4j.data.loader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A batch under construction. */
final class BatchBuilder {

  private final int capacity;
  private final int imageSize;
  private final int stride;
  private final float[] pixels;
  private final SampleBuffers buffers;
  private final List<int[]> tokens = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  /**
   * @param buffers where the values' arrays go once they were copied
   */
  BatchBuilder(int capacity, int imageSize, SampleBuffers buffers) {
    this.capacity = capacity;
    this.imageSize = imageSize;
    this.stride = 3 * imageSize * imageSize;
    this.buffers = buffers;
    this.pixels = new float[floats(capacity, imageSize)];
  }

  /**
   * Returns how many values the pictures of a batch have.
   *
   * @throws LoaderException if an array cannot hold them
   */
  static int floats(int batchSize, int imageSize) {
    long floats = 3L * imageSize * imageSize * batchSize;
    if (floats > Integer.MAX_VALUE - 8) {
      throw new LoaderException(
          "a batch of "
              + batchSize
              + " pictures of "
              + imageSize
              + " pixels does not fit into one array; load smaller batches and"
              + " accumulate them");
    }
    return (int) floats;
  }

  boolean isFull() {
    return keys.size() == capacity;
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Whether a caption like this one is in the batch. */
  boolean hasCaption(Pair pair) {
    return seen.contains(likeness(pair));
  }

  void add(Pair pair, Prepared.Values values) {
    System.arraycopy(values.pixels(), 0, pixels, keys.size() * stride, stride);
    buffers.giveBack(values.pixels());
    tokens.add(values.tokens());
    keys.add(pair.key());
    captions.add(pair.caption());
    seen.add(likeness(pair));
  }

  // The tokenizer lower-cases too.
  private static String likeness(Pair pair) {
    return pair.caption().toLowerCase(Locale.ROOT);
  }

  Batch build(Position next) {
    int size = keys.size();
    return new Batch(
        isFull() ? pixels : Arrays.copyOf(pixels, size * stride),
        size,
        imageSize,
        tokens.toArray(int[][]::new),
        List.copyOf(keys),
        List.copyOf(captions),
        next);
  }
}
