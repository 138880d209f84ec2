package org.clip4j.data.loader;

import org.clip4j.data.image.ImageTransform;

/**
 * What of a batch's pictures stays in memory so that the same values can be had a second time. The
 * bits are the same whatever it is; memory and time are not.
 */
public enum Keep {
  /** Nothing: there is no second time. */
  NOTHING,

  /**
   * The augmented square as 8-bit levels: {@link #decodedBytes} a pair, and hardly any time. Not
   * for every transform, see {@link #check}.
   */
  DECODED,

  /**
   * The picture's file, which is decoded and augmented once more: as many bytes as it has in its
   * shard, and the time of the first time. For any transform.
   */
  ENCODED;

  /** What keeping a pair costs beside its levels: objects and the list they are in. */
  private static final int OVERHEAD = 96;

  /**
   * Memory that {@link #DECODED} takes for a pair, in bytes.
   *
   * @param imageSize height and width of the transform's result, in pixels
   */
  public static long decodedBytes(int imageSize) {
    return 3L * imageSize * imageSize + OVERHEAD;
  }

  /**
   * Looks whether a transform's values can be kept this way.
   *
   * @throws IllegalArgumentException if this is {@link #DECODED} and the transform is not
   *     {@linkplain ImageTransform#staged() staged}: it is a custom one, or it rotates, shifts,
   *     magnifies or slants, whose levels are not whole
   */
  public void check(ImageTransform transform) {
    if (this == DECODED && transform.staged().isEmpty()) {
      throw new IllegalArgumentException(
          "pictures cannot be kept DECODED: "
              + transform.getClass().getSimpleName()
              + " gives no square of 8-bit levels (rotation, translation, zoom and shear do not,"
              + " nor does a transform without staged()); keep them ENCODED");
    }
  }
}
