package org.clip4j.train.loss;

import org.bytedeco.javacpp.Pointer;

/** Whether this process has room for a tile of logits, asked before any work. */
public final class TileRoom {

  /** Where Java's buffers end. */
  private static final long LARGEST_BUFFER = Integer.MAX_VALUE;

  private TileRoom() {}

  /**
   * Checks that one tile of a batch's logits fits, as floats; a loss that keeps several keeps fewer
   * where they are large.
   *
   * @param key what the tile's edge is called where it was given, for the message
   * @param tile most rows and columns of a tile, at least 1
   * @param batch pairs, at least 1; no tile is larger
   * @throws IllegalArgumentException naming the key, what it takes, and the largest that fits
   */
  public static void require(String key, int tile, int batch) {
    long edge = Math.min(tile, batch);
    long bytes = edge * edge * Float.BYTES;
    long most = room();
    if (bytes > most) {
      throw new IllegalArgumentException(
          key
              + " "
              + tile
              + ": a tile of "
              + edge
              + " rows and columns of logits takes "
              + (bytes >> 20)
              + " MiB, there is room for "
              + (most >> 20)
              + " MiB: take "
              + (long) Math.sqrt(most / (double) Float.BYTES)
              + " or less");
    }
  }

  private static long room() {
    long limit = Pointer.maxBytes();
    return limit <= 0
        ? LARGEST_BUFFER
        : Math.max(0, Math.min(LARGEST_BUFFER, limit - Pointer.totalBytes()));
  }
}
