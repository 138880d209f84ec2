package org.clip4j.data.loader;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of tasks in their order, done ahead by a pipeline's working threads. A bounded number
 * of tasks is under way. For one thread.
 *
 * @param <T> the results' type
 */
final class Lookahead<T> implements Iterator<T>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lookahead.class);

  private final OrderedPipeline pipeline;
  private final Iterator<Callable<T>> tasks;
  private final int ahead;
  private final Queue<Future<Optional<T>>> underWay = new ArrayDeque<>();
  private volatile boolean dropped;

  /**
   * Begins at once.
   *
   * @param pipeline whose threads work
   * @param tasks each is asked for when its turn to begin has come
   * @param ahead how many tasks may be under way, at least 1
   */
  Lookahead(OrderedPipeline pipeline, Iterator<Callable<T>> tasks, int ahead) {
    this.pipeline = pipeline;
    this.tasks = tasks;
    this.ahead = ahead;
    fill();
  }

  private void fill() {
    while (underWay.size() < ahead && tasks.hasNext()) {
      Callable<Optional<T>> task = unlessDropped(tasks.next());
      underWay.add(pipeline.submit(task));
    }
  }

  private Callable<Optional<T>> unlessDropped(Callable<T> task) {
    return () -> dropped ? Optional.empty() : Optional.of(task.call());
  }

  @Override
  public boolean hasNext() {
    return !underWay.isEmpty();
  }

  /**
   * Waits for the next result.
   *
   * @throws LoaderException if its task failed, or the wait was interrupted
   * @throws IllegalStateException if the pipeline is closed
   */
  @Override
  public T next() {
    T result = pipeline.await(underWay.remove()).orElseThrow();
    fill();
    return result;
  }

  /** Drops the tasks that have not begun, and waits for those that have. */
  @Override
  public void close() {
    dropped = true;
    boolean interrupted = false;
    while (!underWay.isEmpty()) {
      try {
        underWay.element().get();
        underWay.remove();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException | CancellationException e) {
        LOG.debug("a result that nobody waits for", e);
        underWay.remove();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
