package org.clip4j.data.image;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * open_clip's evaluation transform: resize, centre crop, normalise, without chance.
 *
 * <p>open_clip resizes a picture in the mode of its file and converts to RGB afterwards, which is
 * {@link #apply(DecodedImage, float[], int)}; pictures that are RGB already, as all of its training
 * pictures are, take {@link #apply(RgbImage, RandomGenerator, float[], int)}. The two differ for
 * palettes and alpha.
 */
public final class EvalTransform implements ImageTransform {
  private final PreprocessConfig config;
  private final Normalizer normalizer;

  /**
   * @param config size, mean and the rest
   */
  public EvalTransform(PreprocessConfig config) {
    this.config = config;
    this.normalizer = new Normalizer(config);
  }

  @Override
  public int size() {
    return config.size();
  }

  @Override
  public void apply(RgbImage image, RandomGenerator rng, float[] out, int offset) {
    apply(DecodedImage.of(image), out, offset);
  }

  /**
   * Writes {@code [3][size][size]} normalised values.
   *
   * @param image the picture, in the mode of its file
   * @param out receives {@code 3 * size * size} values
   * @param offset where in {@code out} they begin
   * @throws IndexOutOfBoundsException if they do not fit into {@code out}
   */
  public void apply(DecodedImage image, float[] out, int offset) {
    normalizer.write(square(image), out, offset);
  }

  /** The 8-bit square before normalisation. */
  RgbImage square(DecodedImage image) {
    return switch (config.resizeMode()) {
      case SHORTEST -> shortestEdge(image);
      case LONGEST -> longestEdge(image);
      case SQUASH -> resized(image, Window.all(size()), Window.all(size())).toRgb();
    };
  }

  private DecodedImage resized(DecodedImage image, Window columns, Window rows) {
    return Resize.resize(image, columns, rows, config.interpolation());
  }

  private RgbImage shortestEdge(DecodedImage image) {
    int shorter = Math.min(image.width(), image.height());
    return resized(image, middle(image.width(), shorter), middle(image.height(), shorter)).toRgb();
  }

  /**
   * The middle of an edge that is scaled so that the shorter edge has the size; the length is cut,
   * the offset rounded.
   */
  private Window middle(int edge, int shorter) {
    long scaled = edge == shorter ? size() : (long) ((double) ((long) size() * edge) / shorter);
    return new Window((long) Math.rint((scaled - size()) / 2.0), size(), scaled);
  }

  private RgbImage longestEdge(DecodedImage image) {
    double ratio = Math.max(image.width(), image.height()) / (double) size();
    int width = Math.max(1, (int) Math.rint(image.width() / ratio));
    int height = Math.max(1, (int) Math.rint(image.height() / ratio));
    RgbImage inner = resized(image, Window.all(width), Window.all(height)).toRgb();
    byte[] fill = image.ofOneValue(config.fillColor()).toRgb().rgb();
    byte[] square = new byte[3 * size() * size()];
    for (int i = 0; i < square.length; i++) {
      square[i] = fill[i % 3];
    }
    int left = (size() - width) / 2;
    int top = (size() - height) / 2;
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          inner.rgb(), 3 * y * width, square, 3 * ((top + y) * size() + left), 3 * width);
    }
    return new RgbImage(size(), size(), square);
  }

  @Override
  public Optional<StagedTransform> staged() {
    return Optional.of(new Stages());
  }

  private final class Stages implements StagedTransform {
    @Override
    public int size() {
      return config.size();
    }

    @Override
    public void square(RgbImage image, RandomGenerator rng, byte[] levels) {
      byte[] square = EvalTransform.this.square(DecodedImage.of(image)).rgb();
      System.arraycopy(square, 0, EightBit.checked(levels, size()), 0, square.length);
    }

    @Override
    public void finish(byte[] levels, RandomGenerator rng, float[] out, int offset) {
      normalizer.write(new RgbImage(size(), size(), levels), out, offset);
    }
  }
}
