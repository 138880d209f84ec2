package org.clip4j.data.image.vp8;

/** Luminance and chroma to RGB: BT.601 of studio range, in libwebp's fixed point. */
final class Colour {
  private static final int FRACTION_BITS = 6;

  private Colour() {}

  /**
   * Writes three bytes.
   *
   * @param y luminance
   * @param u blue chroma
   * @param v red chroma
   */
  static void write(int y, int u, int v, byte[] rgb, int at) {
    int light = part(y, 19077);
    rgb[at] = clip(light + part(v, 26149) - 14234);
    rgb[at + 1] = clip(light - part(u, 6419) - part(v, 13320) + 8708);
    rgb[at + 2] = clip(light + part(u, 33050) - 17685);
  }

  private static int part(int value, int factor) {
    return value * factor >> 8;
  }

  private static byte clip(int fixed) {
    return (byte) Samples.clip(fixed >> FRACTION_BITS);
  }
}
