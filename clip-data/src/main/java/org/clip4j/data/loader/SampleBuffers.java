package org.clip4j.data.loader;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays for one picture's values, used again once they were copied into a batch: each is half a
 * megabyte and more, which the garbage collector would otherwise clear and collect for every
 * sample. There are never more than pairs under way. Safe for use by several threads.
 */
final class SampleBuffers {
  private final int length;
  private final Queue<float[]> free = new ConcurrentLinkedQueue<>();

  SampleBuffers(int imageSize) {
    this.length = 3 * imageSize * imageSize;
  }

  /** An array that holds anything. */
  float[] take() {
    float[] known = free.poll();
    return known == null ? new float[length] : known;
  }

  /** Takes an array back that nobody reads any more. */
  void giveBack(float[] values) {
    free.add(values);
  }
}
