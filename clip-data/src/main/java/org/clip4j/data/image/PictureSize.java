package org.clip4j.data.image;

/**
 * A picture's size, as it has it when it is decoded.
 *
 * @param width pixels in a row
 * @param height rows
 */
public record PictureSize(int width, int height) {

  /** The length of the shorter edge, in pixels. */
  public int shorterSide() {
    return Math.min(width, height);
  }

  /** The length of the longer edge, in pixels. */
  public int longerSide() {
    return Math.max(width, height);
  }

  /** How many pixels there are. */
  public long pixels() {
    return (long) width * height;
  }
}
