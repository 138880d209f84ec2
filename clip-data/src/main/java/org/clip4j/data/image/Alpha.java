package org.clip4j.data.image;

/**
 * Colours weighed by their alpha (the last band), so that what cannot be seen does not colour what
 * can.
 */
final class Alpha {
  private Alpha() {}

  /** A copy with the colours multiplied by alpha. */
  static byte[] multiplied(byte[] samples, int bands) {
    byte[] out = new byte[samples.length];
    for (int pixel = 0; pixel < samples.length; pixel += bands) {
      byte alpha = samples[pixel + bands - 1];
      for (int band = 0; band < bands - 1; band++) {
        out[pixel + band] = (byte) EightBit.product(samples[pixel + band] & 0xff, alpha & 0xff);
      }
      out[pixel + bands - 1] = alpha;
    }
    return out;
  }

  /**
   * Undoes {@link #multiplied} in place, rounding down as Pillow does; where alpha is 0 the colours
   * stay as they are.
   */
  static void divide(byte[] samples, int bands) {
    for (int pixel = 0; pixel < samples.length; pixel += bands) {
      int alpha = samples[pixel + bands - 1] & 0xff;
      if (alpha == 0 || alpha == 255) {
        continue;
      }
      for (int band = 0; band < bands - 1; band++) {
        int colour = 255 * (samples[pixel + band] & 0xff) / alpha;
        samples[pixel + band] = (byte) EightBit.clip(colour);
      }
    }
  }
}
