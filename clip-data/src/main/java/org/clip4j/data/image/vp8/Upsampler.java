package org.clip4j.data.image.vp8;

/**
 * Chroma to full size and all of it to RGB, as libwebp does: a pixel's chroma is nine parts of the
 * sample it belongs to, three of each of the two next to it and one of the one across; at the
 * borders samples are repeated.
 */
final class Upsampler {
  private final Samples luma;
  private final Samples[] chroma;
  private final int width;
  private final int height;
  private final byte[] rgb;

  /** Both chroma, interpolated for the row at hand. */
  private final int[][] row;

  private Upsampler(Samples[] planes, int width, int height) {
    this.luma = planes[0];
    this.chroma = new Samples[] {planes[1], planes[2]};
    this.width = width;
    this.height = height;
    this.rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    this.row = new int[2][width];
  }

  /** {@code [height][width][3]} bytes. */
  static byte[] rgb(Samples[] planes, int width, int height) {
    Upsampler upsampler = new Upsampler(planes, width, height);
    for (int y = 0; y < height; y++) {
      upsampler.row(y);
    }
    return upsampler.rgb;
  }

  private void row(int y) {
    int lastRow = (height - 1) >> 1;
    int near = y >> 1;
    int far = Math.max(0, Math.min(lastRow, (y & 1) == 0 ? near - 1 : near + 1));
    for (int i = 0; i < chroma.length; i++) {
      interpolate(chroma[i], near, far, row[i]);
    }
    int from = luma.at(0, y);
    int to = 3 * y * width;
    for (int x = 0; x < width; x++, to += 3) {
      Colour.write(luma.data[from + x] & 0xff, row[0][x], row[1][x], rgb, to);
    }
  }

  /**
   * @param near the row of chroma that the pixels belong to
   * @param far the one on their other side
   */
  private void interpolate(Samples samples, int near, int far, int[] out) {
    byte[] data = samples.data;
    int nearAt = samples.at(0, near);
    int farAt = samples.at(0, far);
    int nearBefore = data[nearAt] & 0xff;
    int farBefore = data[farAt] & 0xff;
    out[0] = (3 * nearBefore + farBefore + 2) >> 2;
    int last = (width - 1) >> 1;
    for (int x = 1; x <= last; x++) {
      int nearNow = data[nearAt + x] & 0xff;
      int farNow = data[farAt + x] & 0xff;
      int sum = nearBefore + nearNow + farBefore + farNow + 8;
      // In two roundings, because libwebp has two.
      int falling = (sum + 2 * (farBefore + nearNow)) >> 3;
      int rising = (sum + 2 * (nearBefore + farNow)) >> 3;
      out[2 * x - 1] = (falling + nearBefore) >> 1;
      out[2 * x] = (rising + nearNow) >> 1;
      nearBefore = nearNow;
      farBefore = farNow;
    }
    if ((width & 1) == 0) {
      out[width - 1] = (3 * nearBefore + farBefore + 2) >> 2;
    }
  }
}
