package org.clip4j.data.image.vp8;

/**
 * RFC 6386, sections 15.2 and 15.3: smooths one edge between blocks, on a line of pixels across it.
 * Names are the RFC's: {@code p3 p2 p1 p0 | q0 q1 q2 q3}.
 */
final class EdgeFilter {
  private EdgeFilter() {}

  /**
   * The simple filter along an edge.
   *
   * @param at the first {@code q0}
   * @param across from one pixel of a line to the next
   * @param along from one line to the next
   */
  static void simple(byte[] data, int at, int across, int along, int count, int limit) {
    int threshold = 2 * limit + 1;
    for (int i = 0, q0 = at; i < count; i++, q0 += along) {
      if (step(data, q0, across) <= threshold) {
        twoPixels(data, q0, across);
      }
    }
  }

  /**
   * The normal filter along an edge.
   *
   * @param outer whether it is a macroblock's: up to three pixels on either side change, else two
   */
  static void normal(
      byte[] data,
      int at,
      int across,
      int along,
      int count,
      int limit,
      FilterStrength strength,
      boolean outer) {
    int threshold = 2 * limit + 1;
    for (int i = 0, q0 = at; i < count; i++, q0 += along) {
      if (isSmooth(data, q0, across, threshold, strength.inner())) {
        if (varies(data, q0, across, strength.varianceThreshold())) {
          twoPixels(data, q0, across);
        } else if (outer) {
          sixPixels(data, q0, across);
        } else {
          fourPixels(data, q0, across);
        }
      }
    }
  }

  private static int distance(byte a, byte b) {
    return Math.abs((a & 0xff) - (b & 0xff));
  }

  private static int step(byte[] data, int q0, int across) {
    return 4 * distance(data[q0 - across], data[q0])
        + distance(data[q0 - 2 * across], data[q0 + across]);
  }

  private static boolean isSmooth(byte[] data, int q0, int across, int threshold, int inner) {
    return step(data, q0, across) <= threshold
        && distance(data[q0 - 4 * across], data[q0 - 3 * across]) <= inner
        && distance(data[q0 - 3 * across], data[q0 - 2 * across]) <= inner
        && distance(data[q0 - 2 * across], data[q0 - across]) <= inner
        && distance(data[q0 + 3 * across], data[q0 + 2 * across]) <= inner
        && distance(data[q0 + 2 * across], data[q0 + across]) <= inner
        && distance(data[q0 + across], data[q0]) <= inner;
  }

  private static boolean varies(byte[] data, int q0, int across, int threshold) {
    return distance(data[q0 - 2 * across], data[q0 - across]) > threshold
        || distance(data[q0 + across], data[q0]) > threshold;
  }

  /** As the RFC: pixels are taken as signed numbers around the middle grey. */
  private static int signed(byte value) {
    return (value & 0xff) - 128;
  }

  private static int clip(int value) {
    return Math.max(-128, Math.min(127, value));
  }

  private static void add(byte[] data, int at, int change) {
    data[at] = (byte) Samples.clip((data[at] & 0xff) + change);
  }

  private static void twoPixels(byte[] data, int q0, int across) {
    int outside = clip(signed(data[q0 - 2 * across]) - signed(data[q0 + across]));
    int a = clip(outside + 3 * (signed(data[q0]) - signed(data[q0 - across])));
    add(data, q0 - across, clip(a + 3) >> 3);
    add(data, q0, -(clip(a + 4) >> 3));
  }

  private static void fourPixels(byte[] data, int q0, int across) {
    int a = clip(3 * (signed(data[q0]) - signed(data[q0 - across])));
    int change = clip(a + 4) >> 3;
    int half = (change + 1) >> 1;
    add(data, q0 - 2 * across, half);
    add(data, q0 - across, clip(a + 3) >> 3);
    add(data, q0, -change);
    add(data, q0 + across, -half);
  }

  private static void sixPixels(byte[] data, int q0, int across) {
    int outside = clip(signed(data[q0 - 2 * across]) - signed(data[q0 + across]));
    int a = clip(outside + 3 * (signed(data[q0]) - signed(data[q0 - across])));
    for (int i = 0; i < 3; i++) {
      int change = ((27 - 9 * i) * a + 63) >> 7;
      add(data, q0 - (1 + i) * across, change);
      add(data, q0 + i * across, -change);
    }
  }
}
