package org.clip4j.data.loader;

import java.util.concurrent.Semaphore;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.image.PictureFile;

/**
 * Lets large pictures in to be decoded only as long as there is room for them together: each takes
 * what its header says, at the most that its format takes a pixel. Small ones never wait, and one
 * that is larger than the room has it to itself. So what is decoded does not depend on which
 * pictures other threads have in hand. Safe for use by several threads.
 */
final class DecodingRoom {

  /** Half of what Java may take, for all loaders together. */
  static final DecodingRoom OF_THE_HEAP = new DecodingRoom(Runtime.getRuntime().maxMemory() / 2);

  /** Below, a picture does not wait: there are no more of them than threads. */
  static final long SMALL = 64L << 20;

  private static final int UNIT = 1 << 20;

  private final int units;
  private final Semaphore free;

  /**
   * @param bytes how much there is
   */
  DecodingRoom(long bytes) {
    this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
    this.free = new Semaphore(units, true);
  }

  /**
   * Waits for room to decode a picture in; what cannot be decoded needs none.
   *
   * @return what it takes, to be given back
   */
  int enter(PictureFile picture) {
    int taken = taken(bytes(picture));
    free.acquireUninterruptibly(taken);
    return taken;
  }

  /** Gives back what a picture took. */
  void leave(int taken) {
    free.release(taken);
  }

  private int taken(long bytes) {
    return bytes <= SMALL ? 0 : (int) Math.min(units, bytes / UNIT);
  }

  private static long bytes(PictureFile picture) {
    try {
      return picture.decodingBytes();
    } catch (ImageFormatException e) {
      return 0;
    }
  }

  /** How much is not taken, in mebibytes. */
  int freeMebibytes() {
    return free.availablePermits();
  }
}
