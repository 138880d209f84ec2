package org.clip4j.data.image;

/**
 * A picture of 8-bit red, green and blue: rows from the top, three bytes a pixel.
 *
 * <p>Immutable by convention: nobody writes to {@link #rgb()} once the picture is made.
 */
public final class RgbImage {
  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * Wraps pixels without copying them.
   *
   * @param width pixels in a row, at least 1
   * @param height rows, at least 1
   * @param rgb {@code height * width * 3} bytes; the caller does not write to them again
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public RgbImage(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "picture of " + width + "x" + height + " needs 3 bytes a pixel, got " + rgb.length);
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** Pixels in a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The pixels themselves, {@code [height][width][3]}; not to be written to. */
  public byte[] rgb() {
    return rgb;
  }

  @Override
  public String toString() {
    return "RgbImage[" + width + "x" + height + "]";
  }
}
