package org.clip4j.data.image;

import java.util.random.RandomGenerator;

/**
 * Rotation, slant, magnification, shift and mirroring as one map from the result's pixels to the
 * picture, sampled once.
 *
 * <p>A result pixel is the mean of a small grid of bilinear samples about one source pixel apart,
 * which is antialiasing enough when shrinking; pictures much larger than that are shrunk by {@link
 * Resize} first.
 *
 * @param xx source columns per result column
 * @param xy source columns per result row
 * @param x0 source column of the result's middle
 * @param yx source rows per result column
 * @param yy source rows per result row
 * @param y0 source row of the result's middle
 */
record AffineWarp(double xx, double xy, double x0, double yx, double yy, double y0) {
  /** Samples along each side of a result pixel, at the most. */
  private static final int MAX_GRID = 4;

  /** How much farther apart than one pixel samples may be before another row of them is taken. */
  private static final double SLACK = 0.25;

  /** Draws a map of a region of the picture to a square. */
  static AffineWarp draw(
      AugmentConfig config, Region region, int size, boolean mirrored, RandomGenerator rng) {
    double angle =
        StrictMath.toRadians(Draws.uniform(rng, -config.rotateDegrees(), config.rotateDegrees()));
    double slant =
        StrictMath.toRadians(Draws.uniform(rng, -config.shearDegrees(), config.shearDegrees()));
    double logZoom =
        Draws.uniform(rng, StrictMath.log(config.zoomMin()), StrictMath.log(config.zoomMax()));
    double right = Draws.uniform(rng, -config.translate(), config.translate());
    double down = Draws.uniform(rng, -config.translate(), config.translate());

    double perColumn = region.width() / (size * StrictMath.exp(logZoom));
    double perRow = region.height() / (size * StrictMath.exp(logZoom));
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double tan = StrictMath.tan(slant);
    double sign = mirrored ? -1 : 1;
    // Rows are slanted first, then turned; mirroring comes last, as if the paper were held to a
    // mirror.
    double xx = sign * perColumn * cos;
    double xy = perColumn * (sin + tan * cos);
    double yx = -sign * perRow * sin;
    double yy = perRow * (cos - tan * sin);
    double x0 = region.left() + region.width() * 0.5 - (xx * right + xy * down) * size;
    double y0 = region.top() + region.height() * 0.5 - (yx * right + yy * down) * size;
    return new AffineWarp(xx, xy, x0, yx, yy, y0);
  }

  /**
   * Samples the picture.
   *
   * @param fill colour {@code 0xRRGGBB} of all that lies outside the picture
   * @return {@code [size][size][3]} levels from 0 to 255
   */
  float[] apply(RgbImage image, int fill, int size) {
    double stride = stride();
    if (stride > MAX_GRID + SLACK) {
      double factor = 2 / stride;
      int width = Math.max(1, (int) Math.rint(image.width() * factor));
      int height = Math.max(1, (int) Math.rint(image.height() * factor));
      double fx = (double) width / image.width();
      double fy = (double) height / image.height();
      AffineWarp smaller = new AffineWarp(xx * fx, xy * fx, x0 * fx, yx * fy, yy * fy, y0 * fy);
      return smaller.sample(
          Resize.resize(image, width, height, ResizeFilter.BICUBIC), fill, size, smaller.grid());
    }
    return sample(image, fill, size, grid());
  }

  private int grid() {
    return Math.max(1, Math.min(MAX_GRID, (int) Math.ceil(stride() - SLACK)));
  }

  /** Source pixels between two neighbours of the result. */
  private double stride() {
    return Math.max(Math.sqrt(xx * xx + yx * yx), Math.sqrt(xy * xy + yy * yy));
  }

  private float[] sample(RgbImage image, int fill, int size, int grid) {
    float[] out = new float[3 * size * size];
    float[] sum = new float[3];
    float share = 1f / (grid * grid);
    double step = 1.0 / grid;
    Sampler sampler = new Sampler(image, fill);
    int at = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        sum[0] = 0;
        sum[1] = 0;
        sum[2] = 0;
        for (int i = 0; i < grid; i++) {
          double v = row + (i + 0.5) * step - size * 0.5;
          for (int j = 0; j < grid; j++) {
            double u = column + (j + 0.5) * step - size * 0.5;
            sampler.add(xx * u + xy * v + x0, yx * u + yy * v + y0, sum);
          }
        }
        out[at++] = sum[0] * share;
        out[at++] = sum[1] * share;
        out[at++] = sum[2] * share;
      }
    }
    return out;
  }

  /** Bilinear samples of a picture on an endless plane of one colour. */
  private static final class Sampler {
    private final byte[] rgb;
    private final int width;
    private final int height;
    private final float[] fill = new float[3];

    Sampler(RgbImage image, int colour) {
      rgb = image.rgb();
      width = image.width();
      height = image.height();
      for (int band = 0; band < 3; band++) {
        fill[band] = colour >> (16 - 8 * band) & 0xff;
      }
    }

    void add(double x, double y, float[] sum) {
      double left = Math.floor(x - 0.5);
      double top = Math.floor(y - 0.5);
      float across = (float) (x - 0.5 - left);
      float down = (float) (y - 0.5 - top);
      if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
        int upper = 3 * ((int) top * width + (int) left);
        int lower = upper + 3 * width;
        for (int band = 0; band < 3; band++) {
          float a = rgb[upper + band] & 0xff;
          float b = rgb[upper + 3 + band] & 0xff;
          float c = rgb[lower + band] & 0xff;
          float d = rgb[lower + 3 + band] & 0xff;
          float first = a + (b - a) * across;
          float second = c + (d - c) * across;
          sum[band] += first + (second - first) * down;
        }
        return;
      }
      for (int band = 0; band < 3; band++) {
        float first = mix(level(left, top, band), level(left + 1, top, band), across);
        float second = mix(level(left, top + 1, band), level(left + 1, top + 1, band), across);
        sum[band] += mix(first, second, down);
      }
    }

    private static float mix(float a, float b, float share) {
      return a + (b - a) * share;
    }

    private float level(double x, double y, int band) {
      if (x < 0 || y < 0 || x >= width || y >= height) {
        return fill[band];
      }
      return rgb[3 * ((int) y * width + (int) x) + band] & 0xff;
    }
  }
}
