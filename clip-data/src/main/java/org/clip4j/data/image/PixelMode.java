package org.clip4j.data.image;

/**
 * How a picture file stores a pixel, in the terms of Pillow's modes: it decides how the picture is
 * resized.
 */
public enum PixelMode {
  /** One bit a pixel, black or white (Pillow: 1), held here as 0 and 255. */
  BILEVEL(1),
  /** Grey (Pillow: L). */
  GREY(1),
  /** Grey of 16 bits, the low byte first (Pillow: I;16). */
  GREY16(2),
  /** Grey and alpha (Pillow: LA). */
  GREY_ALPHA(2),
  /** Index into a palette (Pillow: P). */
  PALETTE(1),
  /** Red, green, blue (Pillow: RGB). */
  RGB(3),
  /** Red, green, blue, alpha (Pillow: RGBA). */
  RGBA(4),
  /** Amounts of ink, 0 for none (Pillow: CMYK). */
  CMYK(4);

  private final int bands;

  PixelMode(int bands) {
    this.bands = bands;
  }

  /** Bytes a pixel. */
  public int bands() {
    return bands;
  }

  /** Whether the last band is alpha. */
  public boolean hasAlpha() {
    return this == GREY_ALPHA || this == RGBA;
  }

  /** Whether values between two pixels' values mean nothing, so that resizing must pick a pixel. */
  boolean isDiscrete() {
    return this == PALETTE || this == BILEVEL;
  }
}
