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
        && !changesColour()
        && config.flipProbability() == 0
        && config.backgroundProbability() == 0;
  }

  /** The region of a picture that is looked at. */
  Region crop(int width, int height, RandomGenerator rng) {
    return new RandomResizedCrop(
            config.cropScaleMin(),
            config.cropScaleMax(),
            config.cropRatioMin(),
            config.cropRatioMax())
        .draw(width, height, rng);
  }

  /** Whether colours may change. */
  boolean changesColour() {
    return config.jitters() || config.greyProbability() > 0;
  }

  /** Whether all that reads the picture ends in levels of 8 bits, as {@link #shape} gives them. */
  boolean isEightBit() {
    return !config.warps();
  }

  /**
   * The varied square.
   *
   * @return {@code [size][size][3]} levels from 0 to 255
   */
  float[] square(RgbImage original, RandomGenerator rng) {
    if (isEightBit()) {
      byte[] square = new byte[3 * size * size];
      shape(original, rng, square);
      return recoloured(square, rng);
    }
    RgbImage image = onPaper(original, rng);
    Region region = crop(image.width(), image.height(), rng);
    float[] levels =
        AffineWarp.draw(config, region, size, isMirrored(rng), rng)
            .apply(image, Paper.borderColour(image), size);
    recolour(levels, rng);
    return levels;
  }

  /**
   * Background, crop and mirroring, without warps.
   *
   * @param out receives {@code [size][size][3]} levels
   */
  void shape(RgbImage original, RandomGenerator rng, byte[] out) {
    EightBit.checked(out, size);
    RgbImage image = onPaper(original, rng);
    Region region = crop(image.width(), image.height(), rng);
    boolean mirrored = isMirrored(rng);
    Resize.resize(
        image,
        region,
        size,
        size,
        ResizeFilter.BICUBIC,
        (y, levels) -> {
          for (int column = 0; column < size; column++) {
            int at = 3 * (y * size + column);
            int from = 3 * (mirrored ? size - 1 - column : column);
            out[at] = (byte) levels[from];
            out[at + 1] = (byte) levels[from + 1];
            out[at + 2] = (byte) levels[from + 2];
          }
        });
  }

  /**
   * The changes of colour, behind {@link #shape}.
   *
   * @param square {@code [size][size][3]} levels; only read
   * @return {@code [size][size][3]} levels from 0 to 255
   */
  float[] recoloured(byte[] square, RandomGenerator rng) {
    float[] levels = new float[square.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = square[i] & 0xff;
    }
    recolour(levels, rng);
    return levels;
  }

  private RgbImage onPaper(RgbImage original, RandomGenerator rng) {
    return config.backgroundProbability() > 0 && Draws.chance(rng, config.backgroundProbability())
        ? Paper.recoloured(original, Paper.colour(config.background(), rng))
        : original;
  }

  private boolean isMirrored(RandomGenerator rng) {
    return config.flipProbability() > 0 && Draws.chance(rng, config.flipProbability());
  }

  private void recolour(float[] levels, RandomGenerator rng) {
    if (config.jitters() && Draws.chance(rng, config.jitterProbability())) {
      ColourJitter.jitter(levels, config, rng);
    }
    if (config.greyProbability() > 0 && Draws.chance(rng, config.greyProbability())) {
      ColourJitter.grey(levels);
    }
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
