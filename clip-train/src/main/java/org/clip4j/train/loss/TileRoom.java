package org.clip4j.train.loss;

import org.bytedeco.javacpp.Pointer;

/** Whether this process has room for a tile of logits, asked before any work. */
public final class TileRoom {

  /** Where Java's buffers end. */
  private static final long LARGEST_BUFFER = Integer.MAX_VALUE;

  private static final long LOGITS_A_MIB = (1 << 20) / Float.BYTES;

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
    require(key, tile, batch, 1);
  }

  /**
   * The same for a loss that cannot do with fewer tiles at once.
   *
   * @param tiles how many that are, at least 1
   */
  public static void require(String key, int tile, int batch, int tiles) {
    long edge = Math.min(tile, batch);
    long most = Math.min(LARGEST_BUFFER, free() / tiles);
    long largest = (long) Math.sqrt(most / (double) Float.BYTES);
    if (edge > largest) {
      throw new IllegalArgumentException(
          key
              + " "
              + tile
              + ": a tile of "
              + edge
              + " rows and columns of logits takes "
              + edge * edge / LOGITS_A_MIB
              + " MiB, there is room for "
              + (most >> 20)
              + " MiB"
              + (tiles == 1 ? "" : " for each of the " + tiles + " that are there at once")
              + ": take "
              + largest
              + " or less");
    }
  }

  private static long free() {
    long limit = Pointer.maxBytes();
    return limit <= 0 ? Long.MAX_VALUE : Math.max(0, limit - Pointer.totalBytes());
  }
}
