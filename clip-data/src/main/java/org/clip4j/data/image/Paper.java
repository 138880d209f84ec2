package org.clip4j.data.image;

import java.util.random.RandomGenerator;

/**
 * The background of a drawing: what of it is white and reaches the border.
 *
 * <p>When it takes another colour, pixels at its edge are part drawing, part background. How much
 * of each is estimated from the darkest drawn neighbour, and only the background's part changes
 * colour, so that no white seam stays.
 */
final class Paper {
  /**
   * Every channel of a white pixel has at least this value; higher lets soft shadows alone, lower
   * lets noise through.
   */
  private static final int WHITE = 250;

  private static final int WHITE_SUM = 3 * 255;

  private Paper() {}

  /** A colour {@code 0xRRGGBB} of the given range. */
  static int colour(BackgroundChange change, RandomGenerator rng) {
    int colour = 0;
    for (int band = 0; band < 3; band++) {
      colour = colour << 8 | change.darkest() + Draws.below(rng, 256 - change.darkest());
    }
    return colour;
  }

  /** The median colour {@code 0xRRGGBB} of the border: the natural colour of what lies outside. */
  static int borderColour(RgbImage image) {
    int[][] counts = new int[3][256];
    int width = image.width();
    int height = image.height();
    int total = 0;
    for (int y = 0; y < height; y++) {
      int step = y == 0 || y == height - 1 ? 1 : Math.max(1, width - 1);
      for (int x = 0; x < width; x += step) {
        for (int band = 0; band < 3; band++) {
          counts[band][image.rgb()[3 * (y * width + x) + band] & 0xff]++;
        }
        total++;
      }
    }
    int colour = 0;
    for (int[] count : counts) {
      int level = 0;
      for (int seen = count[0]; 2 * seen < total; seen += count[level]) {
        level++;
      }
      colour = colour << 8 | level;
    }
    return colour;
  }

  /** The picture with its white background in another colour; the picture itself if it has none. */
  static RgbImage recoloured(RgbImage image, int colour) {
    boolean[] background = flood(image);
    if (background.length == 0) {
      return image;
    }
    int width = image.width();
    byte[] rgb = image.rgb();
    byte[] out = rgb.clone();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        int pixel = y * width + x;
        double drawn = background[pixel] ? 0 : coverage(image, background, x, y);
        if (drawn < 1) {
          for (int band = 0; band < 3; band++) {
            int change = (colour >> (16 - 8 * band) & 0xff) - 255;
            int value = (int) Math.rint((rgb[3 * pixel + band] & 0xff) + (1 - drawn) * change);
            out[3 * pixel + band] = (byte) EightBit.clip(value);
          }
        }
      }
    }
    return new RgbImage(width, image.height(), out);
  }

  /** How much of a pixel is drawing: 1 away from the background. */
  private static double coverage(RgbImage image, boolean[] background, int x, int y) {
    int width = image.width();
    boolean edge = false;
    int darkest = WHITE_SUM;
    for (int v = Math.max(0, y - 1); v <= Math.min(image.height() - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        if (background[v * width + u]) {
          edge = true;
        } else {
          darkest = Math.min(darkest, sum(image.rgb(), v * width + u));
        }
      }
    }
    if (!edge || darkest == WHITE_SUM) {
      return 1;
    }
    return (double) (WHITE_SUM - sum(image.rgb(), y * width + x)) / (WHITE_SUM - darkest);
  }

  private static int sum(byte[] rgb, int pixel) {
    return (rgb[3 * pixel] & 0xff) + (rgb[3 * pixel + 1] & 0xff) + (rgb[3 * pixel + 2] & 0xff);
  }

  /** Which pixels are white and joined to the border through white ones; empty if none. */
  private static boolean[] flood(RgbImage image) {
    int width = image.width();
    int height = image.height();
    Flood flood = new Flood(image.rgb(), new boolean[width * height], new int[width * height]);
    for (int x = 0; x < width; x++) {
      flood.visit(x);
      flood.visit((height - 1) * width + x);
    }
    for (int y = 0; y < height; y++) {
      flood.visit(y * width);
      flood.visit(y * width + width - 1);
    }
    for (int next = 0; next < flood.count; next++) {
      int pixel = flood.queue[next];
      int x = pixel % width;
      if (x > 0) {
        flood.visit(pixel - 1);
      }
      if (x < width - 1) {
        flood.visit(pixel + 1);
      }
      if (pixel >= width) {
        flood.visit(pixel - width);
      }
      if (pixel < width * (height - 1)) {
        flood.visit(pixel + width);
      }
    }
    return flood.count == 0 ? new boolean[0] : flood.seen;
  }

  /** White pixels found so far; each enters the queue once. */
  private static final class Flood {
    final byte[] rgb;
    final boolean[] seen;
    final int[] queue;
    int count;

    Flood(byte[] rgb, boolean[] seen, int[] queue) {
      this.rgb = rgb;
      this.seen = seen;
      this.queue = queue;
    }

    void visit(int pixel) {
      if (!seen[pixel]
          && (rgb[3 * pixel] & 0xff) >= WHITE
          && (rgb[3 * pixel + 1] & 0xff) >= WHITE
          && (rgb[3 * pixel + 2] & 0xff) >= WHITE) {
        seen[pixel] = true;
        queue[count++] = pixel;
      }
    }
  }
}
