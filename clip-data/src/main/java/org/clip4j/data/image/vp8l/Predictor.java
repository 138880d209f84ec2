package org.clip4j.data.image.vp8l;

/** RFC 9649, section 4.1: guesses a pixel from the four before it. */
final class Predictor {
  private Predictor() {}

  /**
   * A guess.
   *
   * @param mode 0 to 15
   * @param left the pixel before
   * @param above the pixel above
   * @param corner the pixel before that
   * @param right the pixel behind it
   */
  static int guess(int mode, int left, int above, int corner, int right) {
    return switch (mode) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> right;
      case 4 -> corner;
      case 5 -> Argb.mean(Argb.mean(left, right), above);
      case 6 -> Argb.mean(left, corner);
      case 7 -> Argb.mean(left, above);
      case 8 -> Argb.mean(corner, above);
      case 9 -> Argb.mean(above, right);
      case 10 -> Argb.mean(Argb.mean(left, corner), Argb.mean(above, right));
      case 11 -> nearer(left, above, corner);
      case 12 -> gradient(left, above, corner);
      case 13 -> halfGradient(Argb.mean(left, above), corner);
      default -> Argb.BLACK;
    };
  }

  /** Left or above, whichever is nearer to left plus above less corner. */
  private static int nearer(int left, int above, int corner) {
    int fromLeft = 0;
    int fromAbove = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      int c = corner >>> shift & 0xff;
      fromLeft += Math.abs((above >>> shift & 0xff) - c);
      fromAbove += Math.abs((left >>> shift & 0xff) - c);
    }
    return fromLeft < fromAbove ? left : above;
  }

  private static int gradient(int left, int above, int corner) {
    int argb = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      int value = (left >>> shift & 0xff) + (above >>> shift & 0xff) - (corner >>> shift & 0xff);
      argb |= clip(value) << shift;
    }
    return argb;
  }

  private static int halfGradient(int mean, int corner) {
    int argb = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      int value = mean >>> shift & 0xff;
      argb |= clip(value + (value - (corner >>> shift & 0xff)) / 2) << shift;
    }
    return argb;
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
