package org.clip4j.data.image;

import org.clip4j.core.kernels.simd.RowMath;

/** Whether the Vector API is there, wanted, and has vectors of eight integers here. */
final class Simd {
  static final boolean IS_THERE = isThere();

  private Simd() {}

  private static boolean isThere() {
    if (System.getProperty(RowMath.SIMD_PROPERTY, "true").strip().equalsIgnoreCase("false")
        || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return false;
    }
    try {
      return VectorAcross.isFast();
    } catch (LinkageError e) {
      return false; // Another release's module.
    }
  }
}
