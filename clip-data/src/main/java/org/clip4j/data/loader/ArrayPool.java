package org.clip4j.data.loader;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Arrays of one length, used again once nobody reads them any more: those of one picture's values
 * are half a megabyte and more, which the garbage collector would otherwise clear and collect for
 * every sample. There are never more than were in use at once. Safe for use by several threads.
 *
 * @param <A> the arrays' type
 */
final class ArrayPool<A> {
  private final Supplier<A> maker;
  private final Queue<A> free = new ConcurrentLinkedQueue<>();

  /**
   * @param maker makes an array where none is free
   */
  ArrayPool(Supplier<A> maker) {
    this.maker = maker;
  }

  /** An array that holds anything. */
  A take() {
    A known = free.poll();
    return known == null ? maker.get() : known;
  }

  /** Takes an array back that nobody reads any more. */
  void giveBack(A array) {
    free.add(array);
  }
}
