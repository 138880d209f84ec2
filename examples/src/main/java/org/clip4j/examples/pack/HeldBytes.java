package org.clip4j.examples.pack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The bytes that rows hold between their beginning and their place in a shard, within a limit for
 * all rows together. The oldest row has room of its own beside the limit: whatever the others hold,
 * it goes on, is written, and makes way for the next one.
 *
 * <p>Rows ask before they keep anything of a server's. Files, and what comes of a picture (a PNG of
 * a JPEG may be larger), count when they are there; then no other row goes on to be read or
 * computed before there is room again.
 */
final class HeldBytes {

  /** Of the memory, for all rows together: a quarter, and no more than this. */
  private static final long MOST = 512L << 20;

  private final long limit;
  private final Deque<Share> shares = new ArrayDeque<>();
  private final List<Runnable> parked = new ArrayList<>();
  private long total;
  private long most;
  private int waiting;

  /**
   * @param limit the most bytes of all rows but the oldest
   */
  HeldBytes(long limit) {
    this.limit = limit;
  }

  /** As much as fits the memory, beside the largest picture of a server. */
  static HeldBytes beside(FetchLimits limits) {
    long all = Math.min(MOST, Runtime.getRuntime().maxMemory() / 4);
    return new HeldBytes(Math.max(all - 2L * limits.maxBytes(), all / 2));
  }

  /** Begins the share of a row that is younger than all others. */
  synchronized Share begin() {
    Share share = new Share();
    shares.add(share);
    return share;
  }

  /** Whether a row waits for room: then others had better not begin. */
  synchronized boolean isFull() {
    return waiting > 0 || !parked.isEmpty();
  }

  /** The most bytes that were held at one time, of all rows. */
  synchronized long most() {
    return most;
  }

  /** A row's part. For one thread at a time. */
  final class Share implements AutoCloseable {

    private long bytes;

    private Share() {}

    /** Holds so many bytes in all, or as many as it holds if these are more, if there is room. */
    boolean tryHold(long wanted) {
      synchronized (HeldBytes.this) {
        if (wanted > bytes && !hasRoom(wanted - bytes)) {
          return false;
        }
        set(Math.max(bytes, wanted));
        return true;
      }
    }

    /** The same, waiting for room. */
    void hold(long wanted) throws InterruptedException {
      synchronized (HeldBytes.this) {
        waiting++;
        try {
          while (!tryHold(wanted)) {
            HeldBytes.this.wait();
          }
        } finally {
          waiting--;
        }
      }
    }

    private boolean hasRoom(long more) {
      Share oldest = shares.element();
      return this == oldest || total - oldest.bytes + more <= limit;
    }

    private void set(long now) {
      total += now - bytes;
      bytes = now;
      most = Math.max(most, total);
    }

    /** Holds just so many from here on, whether there is room for more or not. */
    void settle(long now) {
      synchronized (HeldBytes.this) {
        boolean less = now < bytes;
        set(now);
        if (!less) {
          return;
        }
      }
      goOn();
    }

    /** Has something done once more may be held, without keeping a thread from others meanwhile. */
    void whenRoom(Executor threads, Runnable task) {
      threads.execute(
          () -> {
            synchronized (HeldBytes.this) {
              if (!hasRoom(0)) {
                parked.add(() -> whenRoom(threads, task));
                return;
              }
            }
            task.run();
          });
    }

    /** The row is written: it holds nothing any more, and the next one is the oldest. */
    @Override
    public void close() {
      synchronized (HeldBytes.this) {
        set(0);
        shares.remove(this);
      }
      goOn();
    }
  }

  /** Has all that waits look for room once more. */
  private void goOn() {
    List<Runnable> tasks;
    synchronized (this) {
      tasks = List.copyOf(parked);
      parked.clear();
      notifyAll();
    }
    tasks.forEach(Runnable::run);
  }
}
