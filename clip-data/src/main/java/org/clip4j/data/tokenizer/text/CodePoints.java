package org.clip4j.data.tokenizer.text;

import java.util.Arrays;

/**
 * A text that grows, in code points: what Python calls the characters of a string. A surrogate that
 * stands alone is one of them, and two that come to stand side by side stay two.
 */
public final class CodePoints {
  private int[] points;
  private int size;

  /**
   * An empty text.
   *
   * @param expected how many code points to make room for
   */
  public CodePoints(int expected) {
    points = new int[Math.max(16, expected)];
  }

  /**
   * The code points of a string.
   *
   * @param text any string
   * @return a new array
   */
  public static int[] of(String text) {
    int[] points = new int[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(points[count++])) {
      points[count] = text.codePointAt(i);
    }
    return count == points.length ? points : Arrays.copyOf(points, count);
  }

  /**
   * Adds one code point.
   *
   * @param codePoint from 0 to 10FFFF hex
   */
  public void add(int codePoint) {
    if (size == points.length) {
      points = Arrays.copyOf(points, 2 * size);
    }
    points[size++] = codePoint;
  }

  /**
   * Adds a piece of another text.
   *
   * @param source the text
   * @param from the first index
   * @param to the index after the last
   */
  public void add(int[] source, int from, int to) {
    int count = to - from;
    if (size + count > points.length) {
      points = Arrays.copyOf(points, Math.max(2 * points.length, size + count));
    }
    System.arraycopy(source, from, points, size, count);
    size += count;
  }

  /**
   * How many there are.
   *
   * @return 0 or more
   */
  public int size() {
    return size;
  }

  /**
   * A copy of what was added.
   *
   * @return as many code points as were added
   */
  public int[] toArray() {
    return Arrays.copyOf(points, size);
  }
}
