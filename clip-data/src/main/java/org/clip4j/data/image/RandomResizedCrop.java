package org.clip4j.data.image;

import java.util.random.RandomGenerator;

/**
 * Draws the region of torchvision's {@code RandomResizedCrop}: a share of the area and a shape, ten
 * tries, then the largest middle part whose shape is allowed.
 *
 * @param scaleMin smallest share of the area
 * @param scaleMax largest share of the area
 * @param ratioMin smallest width over height
 * @param ratioMax largest width over height
 */
record RandomResizedCrop(double scaleMin, double scaleMax, double ratioMin, double ratioMax) {
  private static final int TRIES = 10;

  Region draw(int width, int height, RandomGenerator rng) {
    double area = (double) width * height;
    double logMin = StrictMath.log(ratioMin);
    double logMax = StrictMath.log(ratioMax);
    for (int i = 0; i < TRIES; i++) {
      double target = area * Draws.uniform(rng, scaleMin, scaleMax);
      double ratio = StrictMath.exp(Draws.uniform(rng, logMin, logMax));
      int w = (int) Math.rint(Math.sqrt(target * ratio));
      int h = (int) Math.rint(Math.sqrt(target / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int top = Draws.below(rng, height - h + 1);
        int left = Draws.below(rng, width - w + 1);
        return new Region(left, top, w, h);
      }
    }
    return middle(width, height);
  }

  private Region middle(int width, int height) {
    double ratio = (double) width / height;
    int w = width;
    int h = height;
    if (ratio < ratioMin) {
      h = Math.max(1, (int) Math.rint(width / ratioMin));
    } else if (ratio > ratioMax) {
      w = Math.max(1, (int) Math.rint(height * ratioMax));
    }
    return new Region((width - w) / 2, (height - h) / 2, w, h);
  }
}
