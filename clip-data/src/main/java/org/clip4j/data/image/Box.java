package org.clip4j.data.image;

/**
 * A rectangle with fractional edges, in pixels from the picture's left and top edge.
 *
 * @param left left edge
 * @param top top edge
 * @param right right edge, more than {@code left}
 * @param bottom bottom edge, more than {@code top}
 */
public record Box(float left, float top, float right, float bottom) {
  /** Checks that the rectangle is not empty. */
  public Box {
    if (!(left >= 0 && top >= 0 && right > left && bottom > top)) {
      throw new IllegalArgumentException(
          "empty or negative box (" + left + ", " + top + ", " + right + ", " + bottom + ")");
    }
  }

  void checkInside(int width, int height) {
    if (right > width || bottom > height) {
      throw new IllegalArgumentException(this + " leaves a picture of " + width + "x" + height);
    }
  }
}
