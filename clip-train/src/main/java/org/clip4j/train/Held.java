package org.clip4j.train;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be closed together, the last first. */
final class Held implements AutoCloseable {

  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Holds one thing more, by its end. */
  void until(Runnable end) {
    ends.push(end);
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
