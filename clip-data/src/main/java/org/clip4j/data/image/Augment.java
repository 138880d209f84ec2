package org.clip4j.data.image;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * One random variation of a picture as a square: background, pose, colour, in that order. What is
 * switched off draws nothing.
 *
 * @param config what varies
 * @param size height and width of the result
 */
record Augment(AugmentConfig config, int size) {
  private static final int ERASE_TRIES = 10;
  private static final double ERASE_RATIO = 3.3;

  /** Whether there is anything to vary but the crop. */
  boolean isCropOnly() {
    return !config.warps()
        && !config.jitters()
        && config.flipProbability() == 0
        && config.greyProbability() == 0
        && config.backgroundProbability() == 0;
  }

  /** The region of the picture that is looked at. */
  Region crop(RgbImage image, RandomGenerator rng) {
    return new RandomResizedCrop(
            config.cropScaleMin(),
            config.cropScaleMax(),
            config.cropRatioMin(),
            config.cropRatioMax())
        .draw(image.width(), image.height(), rng);
  }

  /**
   * The varied square.
   *
   * @return {@code [size][size][3]} levels from 0 to 255
   */
  float[] square(RgbImage original, RandomGenerator rng) {
    RgbImage image = original;
    if (config.backgroundProbability() > 0 && Draws.chance(rng, config.backgroundProbability())) {
      image = Paper.recoloured(original, Paper.colour(config.background(), rng));
    }
    Region region = crop(image, rng);
    boolean mirrored = config.flipProbability() > 0 && Draws.chance(rng, config.flipProbability());
    float[] levels =
        config.warps()
            ? AffineWarp.draw(config, region, size, mirrored, rng)
                .apply(image, Paper.borderColour(image), size)
            : levels(Resize.resize(image, region, size, size, ResizeFilter.BICUBIC), mirrored);
    if (config.jitters() && Draws.chance(rng, config.jitterProbability())) {
      ColourJitter.jitter(levels, config, rng);
    }
    if (config.greyProbability() > 0 && Draws.chance(rng, config.greyProbability())) {
      ColourJitter.grey(levels);
    }
    return levels;
  }

  private float[] levels(RgbImage image, boolean mirrored) {
    byte[] rgb = image.rgb();
    float[] levels = new float[rgb.length];
    for (int i = 0; i < levels.length; i += 3) {
      int column = i / 3 % size;
      int from = mirrored ? i + 3 * (size - 1 - 2 * column) : i;
      for (int band = 0; band < 3; band++) {
        levels[i + band] = rgb[from + band] & 0xff;
      }
    }
    return levels;
  }

  /**
   * Blanks a rectangle of normalised values with 0, the mean colour, as torchvision's {@code
   * RandomErasing} does.
   */
  void erase(float[] values, int offset, RandomGenerator rng) {
    if (config.eraseProbability() == 0 || !Draws.chance(rng, config.eraseProbability())) {
      return;
    }
    double logRatio = StrictMath.log(ERASE_RATIO);
    for (int i = 0; i < ERASE_TRIES; i++) {
      double area = size * size * Draws.uniform(rng, config.eraseAreaMin(), config.eraseAreaMax());
      double ratio = StrictMath.exp(Draws.uniform(rng, -logRatio, logRatio));
      int height = (int) Math.rint(Math.sqrt(area * ratio));
      int width = (int) Math.rint(Math.sqrt(area / ratio));
      if (height < size && width < size) {
        int top = Draws.below(rng, size - height + 1);
        int left = Draws.below(rng, size - width + 1);
        for (int row = 0; row < 3 * height; row++) {
          int band = row / Math.max(1, height);
          int start = offset + (band * size + top + row % Math.max(1, height)) * size + left;
          Arrays.fill(values, start, start + width, 0f);
        }
        return;
      }
    }
  }
}
