package org.clip4j.core.kernels;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * A fixed set of threads, the caller among them, that works through the numbered parts of one
 * kernel at a time.
 *
 * <p>Which thread runs a part is left to chance, so that a thread that starts late holds nobody up;
 * a part's result must therefore depend on its number alone. Handing work over takes about a
 * microsecond: an idle thread watches for work for a moment before it sleeps.
 */
final class Workers {

  /** How many threads kernels use where nobody says; the default is one a processor. */
  static final String THREADS_PROPERTY = "clip4j.threads";

  private static final int MOST_THREADS = 1024;

  /** Looks for work before a thread sleeps: some fifty microseconds. */
  private static final int IDLE_SPINS = 3000;

  private static final Map<Integer, Workers> POOLS = new ConcurrentHashMap<>();
  private static final ThreadLocal<Boolean> BUSY = ThreadLocal.withInitial(() -> false);

  private final Worker[] workers;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile Job current;

  private Workers(int threads) {
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("clip4j-kernels-" + threads + "-" + (i + 1));
      workers[i].start();
    }
  }

  /** The process's workers of that many threads; the same ones at every call. */
  static Workers of(int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "Kernels run on 1 to " + MOST_THREADS + " threads, not " + threads);
    }
    return POOLS.computeIfAbsent(threads, Workers::new);
  }

  /** What {@value #THREADS_PROPERTY} says, else the number of processors. */
  static int defaultThreads() {
    String said = System.getProperty(THREADS_PROPERTY);
    if (said == null) {
      return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    }
    try {
      return Integer.parseInt(said.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "-D" + THREADS_PROPERTY + "=" + said + ": expected a number of threads", e);
    }
  }

  /** Threads, the caller counted. */
  int threads() {
    return workers.length + 1;
  }

  /**
   * Runs parts 0 to {@code parts - 1} and returns when all are done. If a part throws, parts not
   * yet begun are left out and the exception comes out here. Called from within a part, the caller
   * runs everything itself.
   */
  void run(int parts, IntConsumer body) {
    if (parts <= 1 || workers.length == 0 || BUSY.get()) {
      for (int part = 0; part < parts; part++) {
        body.accept(part);
      }
      return;
    }
    oneAtATime.lock();
    BUSY.set(true);
    try {
      Job job = new Job(parts, body);
      current = job;
      int wanted = Math.min(parts - 1, workers.length);
      for (int i = 0; i < wanted; i++) {
        workers[i].wake();
      }
      job.work();
      job.await();
      current = null;
      job.rethrow();
    } finally {
      BUSY.set(false);
      oneAtATime.unlock();
    }
  }

  /** The parts of one call, taken by whoever comes first. */
  private static final class Job {
    private final int parts;
    private final IntConsumer body;
    private final Thread owner = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger left;
    private volatile Throwable failure;
    private volatile boolean ownerSleeps;

    Job(int parts, IntConsumer body) {
      this.parts = parts;
      this.body = body;
      this.left = new AtomicInteger(parts);
    }

    void work() {
      for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        try {
          if (failure == null) {
            body.accept(part);
          }
        } catch (Throwable t) {
          failure = t;
        }
        if (left.decrementAndGet() == 0 && ownerSleeps) {
          LockSupport.unpark(owner);
        }
      }
    }

    void await() {
      for (int spin = 0; left.get() > 0; spin++) {
        if (spin < IDLE_SPINS) {
          Thread.onSpinWait();
        } else {
          ownerSleeps = true;
          if (left.get() > 0) {
            LockSupport.park(this);
          }
        }
      }
    }

    void rethrow() {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }

  /** A thread that helps; it never keeps the virtual machine alive. */
  private final class Worker extends Thread {
    private volatile boolean sleeps;

    Worker(String name) {
      super(name);
      setDaemon(true);
    }

    void wake() {
      if (sleeps) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      BUSY.set(true);
      Job last = null;
      while (true) {
        Job job = await(last);
        job.work();
        last = job;
      }
    }

    private Job await(Job last) {
      for (int spin = 0; ; spin++) {
        Job job = current;
        if (job != null && job != last) {
          return job;
        }
        if (spin < IDLE_SPINS) {
          Thread.onSpinWait();
        } else {
          sleeps = true;
          if (current == job) {
            LockSupport.park(this);
          }
          sleeps = false;
        }
      }
    }
  }
}
