package org.clip4j.data.image;

import java.util.random.RandomGenerator;

/**
 * Random changes of colour on levels from 0 to 255, interleaved: torchvision's {@code ColorJitter}
 * (brightness, contrast, saturation and hue in random order) and {@code Grayscale}, without
 * rounding in between.
 */
final class ColourJitter {
  private ColourJitter() {}

  static void jitter(float[] rgb, AugmentConfig config, RandomGenerator rng) {
    int[] order = {0, 1, 2, 3};
    for (int i = order.length - 1; i > 0; i--) {
      int j = Draws.below(rng, i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    float brightness = factor(config.brightness(), rng);
    float contrast = factor(config.contrast(), rng);
    float saturation = factor(config.saturation(), rng);
    float turn = (float) Draws.uniform(rng, -config.hue(), config.hue());
    for (int change : order) {
      switch (change) {
        case 0 -> awayFrom(rgb, 0, brightness);
        case 1 -> awayFrom(rgb, meanGrey(rgb), contrast);
        case 2 -> saturate(rgb, saturation);
        default -> turnHue(rgb, turn);
      }
    }
  }

  /** Every pixel's grey in place of its colours. */
  static void grey(float[] rgb) {
    saturate(rgb, 0);
  }

  private static float factor(double range, RandomGenerator rng) {
    return (float) Draws.uniform(rng, 1 - range, 1 + range);
  }

  private static float clip(float level) {
    return Math.max(0, Math.min(255, level));
  }

  private static float greyOf(float red, float green, float blue) {
    return 0.299f * red + 0.587f * green + 0.114f * blue;
  }

  private static void awayFrom(float[] rgb, float centre, float factor) {
    if (factor == 1) {
      return;
    }
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = clip(centre + factor * (rgb[i] - centre));
    }
  }

  private static float meanGrey(float[] rgb) {
    double sum = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      sum += greyOf(rgb[i], rgb[i + 1], rgb[i + 2]);
    }
    return (float) (sum / (rgb.length / 3));
  }

  private static void saturate(float[] rgb, float factor) {
    if (factor == 1) {
      return;
    }
    for (int i = 0; i < rgb.length; i += 3) {
      float grey = greyOf(rgb[i], rgb[i + 1], rgb[i + 2]);
      for (int band = 0; band < 3; band++) {
        rgb[i + band] = clip(grey + factor * (rgb[i + band] - grey));
      }
    }
  }

  /** Turns the hue of HSV by a share of the circle; value and saturation stay. */
  private static void turnHue(float[] rgb, float turn) {
    if (turn == 0) {
      return;
    }
    for (int i = 0; i < rgb.length; i += 3) {
      float red = rgb[i];
      float green = rgb[i + 1];
      float blue = rgb[i + 2];
      float high = Math.max(red, Math.max(green, blue));
      float chroma = high - Math.min(red, Math.min(green, blue));
      if (chroma > 0) {
        float sector = 6 * turn + sector(red, green, blue, high, chroma);
        rgb[i] = channel(high, chroma, sector + 5);
        rgb[i + 1] = channel(high, chroma, sector + 3);
        rgb[i + 2] = channel(high, chroma, sector + 1);
      }
    }
  }

  /** Hue in sixths of the circle, red at 0. */
  private static float sector(float red, float green, float blue, float high, float chroma) {
    if (high == red) {
      return (green - blue) / chroma;
    }
    return high == green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
  }

  /** A channel of HSV at {@code sector}, shifted by 5 for red, 3 for green, 1 for blue. */
  private static float channel(float high, float chroma, float sector) {
    float k = sector - 6 * (float) Math.floor(sector / 6);
    return high - chroma * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
  }
}
