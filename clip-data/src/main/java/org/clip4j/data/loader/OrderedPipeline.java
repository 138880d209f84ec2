package org.clip4j.data.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread reads, several work, and the results come out in the order of reading. A bounded
 * number of items is under way, so that reading waits for the one who takes.
 */
final class OrderedPipeline implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OrderedPipeline.class);
  private static final long GRACE_MILLIS = 500;
  private static final long PEEK_MILLIS = 5;
  private static final long JOIN_MILLIS = 10_000;

  private final ItemSource source;
  private final Function<Item, Prepared> work;
  private final StallWatch watch;
  private final Semaphore room;
  private final BlockingQueue<Future<Optional<Prepared>>> results = new LinkedBlockingQueue<>();
  private final ExecutorService workers;
  private final Thread reader;
  private volatile boolean closed;
  private boolean ended;

  /**
   * Starts at once.
   *
   * @param source read and closed by the pipeline's own thread
   * @param work called from several threads
   * @param threads how many work
   * @param ahead how many items may be under way
   * @param tolerance says how long is waited for a result
   * @param meanwhile called every quarter of a second while a result is waited for, by who waits;
   *     what it throws ends the wait
   */
  OrderedPipeline(
      ItemSource source,
      Function<Item, Prepared> work,
      int threads,
      int ahead,
      Tolerance tolerance,
      Runnable meanwhile) {
    this.source = source;
    // A large shuffle buffer takes long to fill: what goes into it is no silence.
    this.watch = new StallWatch(tolerance.stallSeconds(), source::where, source::passed, meanwhile);
    this.work = work;
    this.room = new Semaphore(ahead);
    this.workers = Executors.newFixedThreadPool(threads, daemons("clip4j-decode"));
    this.reader = daemons("clip4j-read").newThread(this::read);
    reader.start();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private void read() {
    try (source) {
      while (true) {
        // Closing lets the reader through here, so that few are interrupted.
        room.acquireUninterruptibly();
        if (closed) {
          return;
        }
        Optional<Item> item = source.next();
        if (item.isEmpty()) {
          results.add(CompletableFuture.completedFuture(Optional.empty()));
          return;
        }
        results.add(workers.submit(() -> Optional.of(work.apply(item.get()))));
      }
    } catch (Throwable e) {
      results.add(CompletableFuture.failedFuture(e));
    }
  }

  /**
   * Waits for the next result.
   *
   * @return the result, or nothing after the last
   * @throws LoaderException if reading or working failed, or the wait was interrupted or took too
   *     long
   */
  Optional<Prepared> take() {
    requireOpen();
    if (ended) {
      return Optional.empty();
    }
    try {
      Future<Optional<Prepared>> next =
          watch.await(millis -> results.poll(millis, TimeUnit.MILLISECONDS));
      Optional<Prepared> result = result(next, watch);
      room.release();
      ended = result.isEmpty();
      return result;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (LoaderException e) {
      ended = true;
      throw e;
    }
  }

  /**
   * Waits until something is being worked on, and takes nothing.
   *
   * @throws LoaderException if reading failed before, or the wait was interrupted or took too long
   */
  void awaitBegin() {
    requireOpen();
    try {
      Future<Optional<Prepared>> first =
          watch.await(
              millis -> {
                if (results.isEmpty()) {
                  Thread.sleep(Math.min(millis, PEEK_MILLIS));
                }
                return results.peek();
              });
      if (first.isDone()) {
        result(first, watch);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What was taken could be used: waiting for the next begins anew. */
  void rewarded() {
    watch.rewarded();
  }

  /**
   * From now on nobody waits for a result that is not there; called from any thread.
   *
   * @see StallWatch#stop
   */
  void stopWaiting() {
    watch.stop();
  }

  /**
   * Lets one of the working threads do something else in its turn.
   *
   * @throws IllegalStateException if the pipeline is closed
   */
  <T> Future<T> submit(Callable<T> task) {
    requireOpen();
    return workers.submit(task);
  }

  /**
   * Waits for the result of something submitted.
   *
   * @throws LoaderException if it failed, or the wait was interrupted
   * @throws IllegalStateException if the pipeline is closed
   */
  <T> T await(Future<T> result) {
    requireOpen();
    try {
      T got = result(result, watch);
      watch.rewarded();
      return got;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static <T> T result(Future<T> future, StallWatch watch) throws InterruptedException {
    try {
      return watch.await(future);
    } catch (CancellationException e) {
      throw new IllegalStateException("the loader was closed meanwhile", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LoaderException known
          ? known
          : new LoaderException("reading data failed: " + words(e.getCause()), e.getCause());
    }
  }

  /** Messages of files and servers say what was wrong; others need their exception's name. */
  private static String words(Throwable failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    boolean says = cause instanceof IOException && !(cause instanceof FileSystemException);
    return says && cause.getMessage() != null ? cause.getMessage() : cause.toString();
  }

  private static LoaderException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LoaderException("interrupted while waiting for data", e);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the loader is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    room.release();
    results.add(CompletableFuture.completedFuture(Optional.empty()));
    try {
      reader.join(GRACE_MILLIS);
      if (reader.isAlive()) {
        // It waits for a server, or a disk.
        reader.interrupt();
        reader.join(JOIN_MILLIS);
      }
      if (reader.isAlive()) {
        LOG.warn("a shard is still being read; its thread is left to end by itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Who waits for one of these is to hear that it will not come.
    for (Runnable waiting : workers.shutdownNow()) {
      ((Future<?>) waiting).cancel(false);
    }
  }
}
