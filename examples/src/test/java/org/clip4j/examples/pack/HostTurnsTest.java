package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HostTurnsTest {

  private static final int TASKS = 300;

  /**
   * Each task waits until all before it have ended, as one does that finds no room. Whatever the
   * hosts, none waits for ever: places are kept by no later task that an earlier one needs.
   */
  @Test
  @Timeout(60)
  void theEarliestTaskAlwaysHasAPlace() throws InterruptedException {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<CountDownLatch> ends =
          Stream.generate(() -> new CountDownLatch(1)).limit(TASKS).toList();
      try (HostTurns turns = new HostTurns(1 + random.nextInt(6), 1 + random.nextInt(4))) {
        for (int i = 0; i < TASKS; i++) {
          int task = i;
          turns.execute(
              "host " + random.nextInt(1 + seed % 7),
              () -> {
                if (task == 0 || await(ends.get(task - 1))) {
                  ends.get(task).countDown();
                }
              });
        }
        assertTrue(ends.get(TASKS - 1).await(20, TimeUnit.SECONDS), "seed " + seed);
      }
    }
  }

  @Test
  void noHostHasMoreThanItsPlaces() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(60);
    List<AtomicInteger> now = List.of(new AtomicInteger(), new AtomicInteger());
    ConcurrentSkipListSet<Integer> most = new ConcurrentSkipListSet<>();
    try (HostTurns turns = new HostTurns(5, 3)) {
      for (int i = 0; i < 60; i++) {
        AtomicInteger here = now.get(i % 2);
        turns.execute(
            "host " + i % 2,
            () -> {
              most.add(here.incrementAndGet());
              await(new CountDownLatch(1), 2);
              here.decrementAndGet();
              ended.countDown();
            });
      }
      assertTrue(ended.await(20, TimeUnit.SECONDS));
    }
    assertEquals(3, most.last());
  }

  private static boolean await(CountDownLatch latch) {
    return await(latch, 20_000);
  }

  private static boolean await(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
