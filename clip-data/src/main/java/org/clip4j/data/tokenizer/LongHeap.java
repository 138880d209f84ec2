package org.clip4j.data.tokenizer;

import java.util.Arrays;

/** Numbers, of which the least comes out first; a heap without an object for each. */
final class LongHeap {

  private long[] heap;
  private int size;

  /**
   * Empty at first.
   *
   * @param room for so many before it grows
   */
  LongHeap(int room) {
    heap = new long[Math.max(1, room)];
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(long value) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    int at = size++;
    while (at > 0 && heap[(at - 1) >>> 1] > value) {
      heap[at] = heap[(at - 1) >>> 1];
      at = (at - 1) >>> 1;
    }
    heap[at] = value;
  }

  /** Takes the least out; there is to be one. */
  long poll() {
    long least = heap[0];
    long moved = heap[--size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= moved) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
    return least;
  }
}
