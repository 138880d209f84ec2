package org.clip4j.examples.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.clip4j.examples.bench.PeakMemory;

/** Resident memory of the process itself, apart from what a step holds. */
final class ProcessMemory {

  private ProcessMemory() {}

  /**
   * What the process takes once it has run for a while, in bytes: what is resident now without
   * {@code held}, but with a full young generation, for a run fills it sooner or later. Collects
   * garbage first.
   *
   * @param held native bytes in use that are counted elsewhere
   */
  static long bytes(long held) {
    System.gc();
    long bytes = PeakMemory.residentBytes() - held;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        // What was given back to the system is not resident any more.
        long touched = Math.min(pool.getPeakUsage().getUsed(), pool.getUsage().getCommitted());
        bytes += lasting(pool) - touched;
      }
    }
    // A collector that moves regions from pool to pool may have them counted twice.
    return Math.max(0, bytes);
  }

  /** Of a pool that has a bound of its own below the heap's, all; of another, what lives in it. */
  private static long lasting(MemoryPoolMXBean pool) {
    MemoryUsage now = pool.getUsage();
    boolean young = pool.getName().contains("Eden") || pool.getName().contains("Survivor");
    return young && now.getMax() > 0 ? now.getMax() : now.getUsed();
  }
}
