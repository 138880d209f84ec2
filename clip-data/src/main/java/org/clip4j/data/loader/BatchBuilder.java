package org.clip4j.data.loader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A batch, or a part of one, under construction. */
final class BatchBuilder {

  private final int capacity;
  private final int imageSize;
  private final int stride;
  private final float[] pixels;
  private final ArrayPool<float[]> buffers;
  private final List<int[]> tokens = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();
  private final List<KeptPicture> kept = new ArrayList<>();

  /** With an array of its own for the pictures' values. */
  BatchBuilder(int capacity, int imageSize, ArrayPool<float[]> buffers) {
    this(capacity, imageSize, buffers, new float[floats(capacity, imageSize)]);
  }

  /**
   * @param buffers where the values' arrays go once they were copied
   * @param pixels where they are copied to, {@link #floats} of them
   */
  BatchBuilder(int capacity, int imageSize, ArrayPool<float[]> buffers, float[] pixels) {
    this.capacity = capacity;
    this.imageSize = imageSize;
    this.stride = 3 * imageSize * imageSize;
    this.buffers = buffers;
    this.pixels = pixels;
  }

  /**
   * Returns how many values the pictures of a batch have.
   *
   * @throws LoaderException if an array cannot hold them
   */
  static int floats(int size, int imageSize) {
    long floats = 3L * imageSize * imageSize * size;
    if (floats > Integer.MAX_VALUE - 8) {
      throw new LoaderException(
          "a batch of "
              + size
              + " pictures of "
              + imageSize
              + " pixels does not fit into one array; load it in parts");
    }
    return (int) floats;
  }

  boolean isFull() {
    return keys.size() == capacity;
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  void add(Pair pair, Prepared.Values values) {
    System.arraycopy(values.pixels(), 0, pixels, keys.size() * stride, stride);
    buffers.giveBack(values.pixels());
    tokens.add(values.tokens());
    keys.add(pair.key());
    captions.add(pair.caption());
    values.kept().ifPresent(kept::add);
  }

  /**
   * @param last whether a batch ends here
   * @param next where the stream stands; see {@link Batch#next}
   */
  Batch build(boolean last, Position next) {
    int size = keys.size();
    return new Batch(
        isFull() ? pixels : Arrays.copyOf(pixels, size * stride),
        size,
        imageSize,
        tokens.toArray(int[][]::new),
        List.copyOf(keys),
        List.copyOf(captions),
        kept.isEmpty() ? Optional.empty() : Optional.of(new KeptPictures(kept, imageSize)),
        last,
        next);
  }
}
