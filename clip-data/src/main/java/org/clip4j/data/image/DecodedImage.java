package org.clip4j.data.image;

import java.util.Arrays;

/**
 * A decoded picture in the mode of its file: what {@link EvalTransform} starts from, because
 * open_clip's evaluation transform resizes first and converts to RGB afterwards.
 */
public final class DecodedImage {
  /** Bytes of a palette: 256 colours of red, green and blue. */
  static final int PALETTE_BYTES = 3 * 256;

  private final PixelMode mode;
  private final int width;
  private final int height;
  private final byte[] samples;
  private final byte[] palette;

  /**
   * Wraps pixels without copying them.
   *
   * @param samples {@code height * width * mode.bands()} bytes, bands interleaved
   * @param palette 256 colours for {@link PixelMode#PALETTE}, empty for every other mode
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  DecodedImage(PixelMode mode, int width, int height, byte[] samples, byte[] palette) {
    if (width < 1 || height < 1 || samples.length != (long) mode.bands() * width * height) {
      throw new IllegalArgumentException(
          mode
              + " picture of "
              + width
              + "x"
              + height
              + " does not have "
              + samples.length
              + " bytes");
    }
    if (palette.length != (mode == PixelMode.PALETTE ? PALETTE_BYTES : 0)) {
      throw new IllegalArgumentException(
          mode + " picture with a palette of " + palette.length + " bytes");
    }
    this.mode = mode;
    this.width = width;
    this.height = height;
    this.samples = samples;
    this.palette = palette;
  }

  /** A picture of any mode but {@link PixelMode#PALETTE}. */
  DecodedImage(PixelMode mode, int width, int height, byte[] samples) {
    this(mode, width, height, samples, new byte[0]);
  }

  /** The same picture as a {@code DecodedImage}. */
  public static DecodedImage of(RgbImage image) {
    return new DecodedImage(PixelMode.RGB, image.width(), image.height(), image.rgb());
  }

  /** How a pixel is stored. */
  public PixelMode mode() {
    return mode;
  }

  /** Pixels in a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The pixels themselves, {@code [height][width][mode.bands()]}; not to be written to. */
  byte[] samples() {
    return samples;
  }

  /** The same pixels in other samples of the same mode and palette. */
  DecodedImage with(int newWidth, int newHeight, byte[] newSamples) {
    return new DecodedImage(mode, newWidth, newHeight, newSamples, palette);
  }

  /**
   * One pixel of this mode and palette whose bands all hold a value, as Pillow fills: an index, an
   * amount of ink, a grey.
   */
  DecodedImage ofOneValue(int value) {
    byte[] pixel = new byte[mode.bands()];
    switch (mode) {
      case BILEVEL -> pixel[0] = (byte) (value == 0 ? 0 : 255);
      case GREY16 -> pixel[0] = (byte) value;
      default -> Arrays.fill(pixel, (byte) value);
    }
    return with(1, 1, pixel);
  }

  /**
   * To RGB as Pillow's {@code convert("RGB")} does it: alpha is dropped and not composited, grey is
   * repeated, the palette is looked up, inks are taken off white. Grey of 16 bits is not scaled:
   * all that is above 255 becomes 255.
   */
  public RgbImage toRgb() {
    if (mode == PixelMode.RGB) {
      return new RgbImage(width, height, samples);
    }
    int pixels = width * height;
    byte[] rgb = new byte[Math.multiplyExact(3, pixels)];
    switch (mode) {
      case BILEVEL, GREY, GREY_ALPHA -> repeatGrey(rgb, pixels);
      case GREY16 -> clipGrey(rgb, pixels);
      case PALETTE -> lookUp(rgb, pixels);
      case RGBA -> dropAlpha(rgb, pixels);
      case CMYK -> inksOffWhite(rgb, pixels);
      case RGB -> throw new AssertionError("handled above");
    }
    return new RgbImage(width, height, rgb);
  }

  private void repeatGrey(byte[] rgb, int pixels) {
    int bands = mode.bands();
    for (int i = 0, out = 0; i < pixels; i++) {
      byte grey = samples[i * bands];
      rgb[out++] = grey;
      rgb[out++] = grey;
      rgb[out++] = grey;
    }
  }

  private void clipGrey(byte[] rgb, int pixels) {
    for (int i = 0, out = 0; i < pixels; i++) {
      byte grey = samples[2 * i + 1] == 0 ? samples[2 * i] : (byte) 255;
      rgb[out++] = grey;
      rgb[out++] = grey;
      rgb[out++] = grey;
    }
  }

  private void lookUp(byte[] rgb, int pixels) {
    for (int i = 0, out = 0; i < pixels; i++) {
      int colour = 3 * (samples[i] & 0xff);
      rgb[out++] = palette[colour];
      rgb[out++] = palette[colour + 1];
      rgb[out++] = palette[colour + 2];
    }
  }

  private void dropAlpha(byte[] rgb, int pixels) {
    for (int i = 0, out = 0; i < pixels; i++) {
      rgb[out++] = samples[4 * i];
      rgb[out++] = samples[4 * i + 1];
      rgb[out++] = samples[4 * i + 2];
    }
  }

  private void inksOffWhite(byte[] rgb, int pixels) {
    for (int i = 0, out = 0; i < pixels; i++) {
      int light = 255 - (samples[4 * i + 3] & 0xff);
      for (int band = 0; band < 3; band++) {
        int left = light - EightBit.product(samples[4 * i + band] & 0xff, light);
        rgb[out++] = (byte) EightBit.clip(left);
      }
    }
  }
}
