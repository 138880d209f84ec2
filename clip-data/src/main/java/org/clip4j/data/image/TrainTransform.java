package org.clip4j.data.image;

import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * open_clip's training transform: a random resized crop (bicubic), normalised; with {@link
 * AugmentConfig} more than that.
 *
 * <p>Pictures come as RGB, as open_clip's WebDataset pipeline hands them on: converted before they
 * are resized.
 */
public final class TrainTransform implements ImageTransform {
  private final Augment augment;
  private final Normalizer normalizer;

  /**
   * The transform that open_clip takes when nothing else is asked for.
   *
   * @param config size, mean and deviation; the rest does not concern training
   */
  public TrainTransform(PreprocessConfig config) {
    this(config, AugmentConfig.none());
  }

  /**
   * @param config size, mean and deviation; the rest does not concern training
   * @param augment what varies
   */
  public TrainTransform(PreprocessConfig config, AugmentConfig augment) {
    this.augment = new Augment(augment, config.size());
    this.normalizer = new Normalizer(config);
  }

  @Override
  public int size() {
    return augment.size();
  }

  @Override
  public void apply(RgbImage image, RandomGenerator rng, float[] out, int offset) {
    Objects.checkFromIndexSize(offset, 3 * size() * size(), out.length);
    if (augment.isCropOnly()) {
      Region region = augment.crop(image.width(), image.height(), rng);
      cropped(image, region, out, offset);
    } else {
      normalizer.write(augment.square(image, rng), out, offset);
    }
    augment.erase(out, offset, rng);
  }

  @Override
  public void apply(PictureFile picture, RandomGenerator rng, float[] out, int offset)
      throws ImageFormatException {
    Objects.checkFromIndexSize(offset, 3 * size() * size(), out.length);
    try (PackedPixels pixels = augment.isCropOnly() ? picture.open().orElse(null) : null) {
      if (pixels == null) {
        apply(picture.decode(), rng, out, offset);
        return;
      }
      Region region = augment.crop(pixels.width(), pixels.height(), rng);
      Convolution.Rows taker = normalizer.intoFromBlue(size(), size(), out, offset);
      if (!Resize.resizeFromBlue(pixels, region, size(), size(), ResizeFilter.BICUBIC, taker)) {
        RgbImage image = new RgbImage(pixels.width(), pixels.height(), pixels.rgb());
        cropped(image, region, out, offset);
      }
      augment.erase(out, offset, rng);
    }
  }

  private void cropped(RgbImage image, Region region, float[] out, int offset) {
    Convolution.Rows taker = normalizer.into(size(), size(), out, offset);
    Resize.resize(image, region, size(), size(), ResizeFilter.BICUBIC, taker);
  }

  /**
   * In two stages, but not with rotation, shift, magnification or slant: those give levels that are
   * not whole.
   */
  @Override
  public Optional<StagedTransform> staged() {
    return augment.isEightBit() ? Optional.of(new Stages(augment, normalizer)) : Optional.empty();
  }

  private record Stages(Augment augment, Normalizer normalizer) implements StagedTransform {
    @Override
    public int size() {
      return augment.size();
    }

    @Override
    public void square(RgbImage image, RandomGenerator rng, byte[] levels) {
      augment.shape(image, rng, levels);
    }

    @Override
    public void finish(byte[] levels, RandomGenerator rng, float[] out, int offset) {
      if (augment.changesColour()) {
        normalizer.write(augment.recoloured(levels, rng), out, offset);
      } else {
        normalizer.write(new RgbImage(size(), size(), levels), out, offset);
      }
      augment.erase(out, offset, rng);
    }
  }
}
