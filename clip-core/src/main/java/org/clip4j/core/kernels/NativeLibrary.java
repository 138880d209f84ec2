package org.clip4j.core.kernels;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A native library that is loaded when it is first asked for, or found not to load, and then never
 * again.
 */
final class NativeLibrary {

  private final String name;
  private final Runnable load;
  private Optional<String> obstacle;

  /**
   * @param name how messages call it
   * @param load loads it and sets it up; ND4J's own libraries are there by then, for it sets
   *     numbers of threads when it starts, and its OpenMP must be the first
   */
  NativeLibrary(String name, Runnable load) {
    this.name = name;
    this.load = load;
  }

  /** Why it cannot be used here; empty if it can, and then it is loaded. */
  synchronized Optional<String> obstacle() {
    if (obstacle == null) {
      obstacle = loaded();
    }
    return obstacle;
  }

  private Optional<String> loaded() {
    try {
      Nd4j.getBackend();
      load.run();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(name + " does not load: " + e);
    }
  }
}
