package org.clip4j.data.image;

/**
 * Which pixels of a result are wanted, along one axis: a crop after a resize need not make the
 * rest, and of a picture one pixel high the rest would not fit into memory.
 *
 * @param first the first wanted pixel
 * @param count how many, at least 1
 * @param of how many the whole result would have
 */
record Window(long first, int count, long of) {
  Window {
    if (count < 1 || first < 0 || first + count > of) {
      throw new IllegalArgumentException(
          "no such window: " + count + " from " + first + " of " + of);
    }
  }

  static Window all(int size) {
    return new Window(0, size, size);
  }

  /** Whether the result along this axis is the source itself. */
  boolean isWhole(int sourceSize) {
    return count == of && count == sourceSize;
  }
}
