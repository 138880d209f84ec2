package org.clip4j.data.image;

import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * How many pixels a sample may have; asked with what a header says, before anything of that size is
 * allocated.
 */
record SizeLimit(String name, int maxPixels) {
  /** So that the bytes of a picture of any mode fit into one array. */
  private static final int MOST = Integer.MAX_VALUE / 4 - 8;

  /** Longest edge: more is no picture, and scaling its shorter edge would take minutes. */
  private static final int LONGEST_EDGE = 1 << 20;

  SizeLimit {
    if (maxPixels < 1 || maxPixels > MOST) {
      throw new IllegalArgumentException(
          "maxPixels must be from 1 to " + MOST + ", got " + maxPixels);
    }
  }

  /** Refuses a picture that is empty or too large. */
  void check(int width, int height) throws ImageFormatException {
    if (width < 1 || height < 1) {
      throw new ImageFormatException(name, "a picture of " + width + "x" + height + " pixels");
    }
    if (Math.max(width, height) > LONGEST_EDGE) {
      throw new ImageFormatException(
          name,
          "a picture of " + width + "x" + height + " pixels; an edge may have " + LONGEST_EDGE);
    }
    if ((long) width * height > maxPixels) {
      throw new ImageFormatException(
          name,
          "a picture of "
              + width
              + "x"
              + height
              + " pixels, more than the "
              + maxPixels
              + " that are allowed");
    }
  }

  /** Refuses by the size that the reader finds in the header. */
  void check(ImageReader reader) throws IOException {
    check(reader.getWidth(0), reader.getHeight(0));
  }

  /** An error about this sample. */
  ImageFormatException problem(String what) {
    return new ImageFormatException(name, what);
  }
}
