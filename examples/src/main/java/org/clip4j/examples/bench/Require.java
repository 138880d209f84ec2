package org.clip4j.examples.bench;

/** Bounds of options. */
final class Require {

  private Require() {}

  static void atLeast(String option, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(option + " " + value + ": expected " + least + " or more");
    }
  }
}
