package org.clip4j.examples.pack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tasks that wait for servers: so many at once, and so many of these for one host. Whenever one
 * ends, the earliest goes on whose host has a place, so that tasks for a slow host wait without a
 * thread and keep no other host's from theirs.
 *
 * <p>A task is begun only after all earlier ones of its host, and a place that is free is never
 * given to a later task than need be. Once all tasks before one have ended, that one has begun or
 * begins at once, whatever the later ones wait for.
 */
final class HostTurns implements AutoCloseable {

  private final int connections;
  private final int perHost;
  private final ExecutorService threads;
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private final Map<String, Integer> places = new HashMap<>();
  private int running;
  private boolean closed;

  private record Turn(String host, Runnable task) {}

  /**
   * @param connections the most tasks at once
   * @param perHost the most of one host
   */
  HostTurns(int connections, int perHost) {
    this.connections = connections;
    this.perHost = perHost;
    this.threads = Executors.newFixedThreadPool(connections);
  }

  /** Runs a task in its turn. */
  synchronized void execute(String host, Runnable task) {
    waiting.add(new Turn(host, task));
    beginAll();
  }

  private void beginAll() {
    while (running < connections && !closed) {
      Optional<Turn> next = next();
      if (next.isEmpty()) {
        return;
      }
      begin(next.get());
    }
  }

  /** The earliest whose host has a place. */
  private Optional<Turn> next() {
    for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext(); ) {
      Turn turn = turns.next();
      if (places.getOrDefault(turn.host(), 0) < perHost) {
        turns.remove();
        return Optional.of(turn);
      }
    }
    return Optional.empty();
  }

  private void begin(Turn turn) {
    running++;
    places.merge(turn.host(), 1, Integer::sum);
    threads.execute(
        () -> {
          try {
            turn.task().run();
          } finally {
            end(turn.host());
          }
        });
  }

  private synchronized void end(String host) {
    running--;
    places.computeIfPresent(host, (name, count) -> count == 1 ? null : count - 1);
    beginAll();
  }

  /** Interrupts those that run, and begins no others. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    threads.shutdownNow();
  }
}
