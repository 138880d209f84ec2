package org.clip4j.data.image;

/** The kernel that weighs the pixels around a point. */
public enum ResizeFilter {
  /** A tent, one pixel to each side. */
  BILINEAR(1),
  /**
   * Keys's cubic convolution with a = -0.5 (IEEE Trans. ASSP 29, 1981), two pixels to each side.
   */
  BICUBIC(2);

  private final int reach;

  ResizeFilter(int reach) {
    this.reach = reach;
  }

  /** How far from the centre the kernel is other than zero, in pixels of the smaller scale. */
  int reach() {
    return reach;
  }

  /** The kernel at distance {@code x}. */
  double weight(double x) {
    double d = Math.abs(x);
    if (d >= reach) {
      return 0;
    }
    if (this == BILINEAR) {
      return 1 - d;
    }
    final double a = -0.5;
    return d < 1 ? ((a + 2.0) * d - (a + 3.0)) * d * d + 1 : (((d - 5) * d + 8) * d - 4) * a;
  }
}
