package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.Pointer;

/** Native memory of work that is done again and again. */
final class NativeAllocation {

  private static final long VIEWS = 1 << 16;

  private NativeAllocation() {}

  /** Holds that after the first times there is nothing allocated any more. */
  static void requireNone(Runnable work) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      work.run();
    }
    long before = Pointer.totalBytes();
    for (int i = 0; i < 20; i++) {
      work.run();
    }
    // Views of memory have descriptions that the garbage collector frees; an arena is far more.
    long grown = Pointer.totalBytes() - before;
    for (int i = 0; i < 100 && grown >= VIEWS; i++) {
      System.gc();
      Thread.sleep(20);
      grown = Pointer.totalBytes() - before;
    }
    assertTrue(grown < VIEWS, "grown by " + grown);
  }
}
