package org.clip4j.data.image;

/**
 * A rectangle of whole pixels.
 *
 * @param left first column
 * @param top first row
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Region(int left, int top, int width, int height) {
  /** Checks that the rectangle is not empty. */
  public Region {
    if (left < 0 || top < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "empty or negative region: " + width + "x" + height + " at " + left + ", " + top);
    }
  }

  /** All of a picture. */
  public static Region whole(int width, int height) {
    return new Region(0, 0, width, height);
  }

  void checkInside(int imageWidth, int imageHeight) {
    if ((long) left + width > imageWidth || (long) top + height > imageHeight) {
      throw new IllegalArgumentException(
          this + " leaves a picture of " + imageWidth + "x" + imageHeight);
    }
  }
}
