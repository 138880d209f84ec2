package org.clip4j.data.image;

/** Rows of a picture's region as integers, three bands of each pixel. For one thread. */
interface WideRows {
  /** Integers a pixel: three, or four of which one does not count. */
  int lanes();

  /** How many integers before a pixel's bands, which follow each other, do not count. */
  int before();

  /** Pixels in a row. */
  int width();

  /**
   * Writes a row.
   *
   * @param row its number in the region
   * @param line receives {@code lanes() * width()} integers from its beginning; levels of 0 to 255
   */
  void widen(int row, int[] line);
}
