package org.clip4j.data.image;

/**
 * A decoded picture of red, green and blue in a library's own memory, four bytes a pixel. What is
 * resized row by row need not be copied out of there as a whole first. For one thread, which closes
 * it.
 */
interface PackedPixels extends AutoCloseable {
  /**
   * Bytes a pixel: one that does not count, then blue, green and red, where an integer's lowest
   * byte is the first.
   */
  int BYTES = 4;

  /** Pixels in a row. */
  int width();

  /** Rows. */
  int height();

  /**
   * Copies rows out, one behind the other.
   *
   * @param row the first
   * @param count how many, all within the picture
   * @param into receives {@code count * width() * BYTES} bytes from its beginning
   */
  void read(int row, int count, byte[] into);

  /** All of it as {@code [height()][width()][3]}. */
  byte[] rgb();

  /** Gives the memory back; nothing can be read any more. */
  @Override
  void close();
}
