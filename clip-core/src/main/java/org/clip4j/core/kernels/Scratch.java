package org.clip4j.core.kernels;

import java.util.Arrays;

/**
 * Arrays of one thread that kernels copy rows into; kept, so that a step makes no garbage. Slots
 * are numbered by the kernel that uses them and hold what the last one left.
 */
final class Scratch {

  private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

  private float[][] slots = new float[16][];

  private Scratch() {}

  /** The calling thread's. */
  static Scratch local() {
    return LOCAL.get();
  }

  /** An array of at least {@code length} elements, contents undefined. */
  float[] floats(int slot, int length) {
    if (slot >= slots.length) {
      slots = Arrays.copyOf(slots, slot + 16);
    }
    float[] array = slots[slot];
    if (array == null || array.length < length) {
      array = new float[Math.max(1024, Math.max(length, length + length / 4))];
      slots[slot] = array;
    }
    return array;
  }
}
