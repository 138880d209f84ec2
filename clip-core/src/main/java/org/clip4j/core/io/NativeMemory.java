package org.clip4j.core.io;

import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;

/** The room that JavaCPP's limits leave for arrays. */
final class NativeMemory {

  private static final long GIB = 1L << 30;
  private static final int TRIES = 5;
  private static final int PAUSE_MILLIS = 100;

  private NativeMemory() {}

  /**
   * Refuses what would not fit, before anything is allocated. ND4J's arrays count towards JavaCPP's
   * limit on the whole process only ({@code maxPhysicalBytes}, which by default follows {@code
   * maxBytes}).
   */
  static void requireRoom(Path file, String what, long bytes) throws SafetensorsException {
    long limit = Pointer.maxPhysicalBytes();
    if (limit > 0 && bytes <= limit) {
      // As JavaCPP does at its limit: arrays that nobody holds any more may still be waiting.
      for (int i = 0; i < TRIES && lacksRoom(limit, Pointer.physicalBytes(), bytes); i++) {
        System.gc();
        pause();
      }
    }
    requireRoom(file, what, bytes, Pointer.physicalBytes(), limit);
  }

  static void requireRoom(Path file, String what, long bytes, long used, long limit)
      throws SafetensorsException {
    if (!lacksRoom(limit, used, bytes)) {
      return;
    }
    // Half as much again, for what else the process will need.
    long wanted = (long) Math.ceil((used + (double) bytes) * 1.5 / GIB);
    throw new SafetensorsException(
        file,
        String.format(
            Locale.ROOT,
            "%s: %,d bytes of memory are needed, %,d of %,d are in use; start Java with"
                + " -Dorg.bytedeco.javacpp.maxBytes=%dg"
                + " -Dorg.bytedeco.javacpp.maxPhysicalBytes=%dg",
            what,
            bytes,
            used,
            limit,
            wanted,
            wanted));
  }

  private static boolean lacksRoom(long limit, long used, long bytes) {
    return limit > 0 && bytes > limit - used;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
