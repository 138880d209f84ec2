package org.clip4j.data.image.vp8l;

import java.io.IOException;

/** RFC 9649, section 3.6.2.3: the latest colours, by a hash. */
final class ColourCache {
  private static final int FACTOR = 0x1e35a7bd;
  private static final int MOST_BITS = 11;

  private final int[] colours;
  private final int shift;

  private ColourCache(int bits) {
    this.colours = new int[bits == 0 ? 0 : 1 << bits];
    this.shift = Integer.SIZE - bits;
  }

  /** Reads how large the cache is; without one it has no colours. */
  static ColourCache read(BitReader in) throws IOException {
    if (!in.flag()) {
      return new ColourCache(0);
    }
    int bits = in.read(4);
    if (bits < 1 || bits > MOST_BITS) {
      throw new IOException("a colour cache of " + bits + " bits");
    }
    return new ColourCache(bits);
  }

  int size() {
    return colours.length;
  }

  int get(int key) {
    return colours[key];
  }

  void add(int argb) {
    if (colours.length > 0) {
      colours[argb * FACTOR >>> shift] = argb;
    }
  }
}
