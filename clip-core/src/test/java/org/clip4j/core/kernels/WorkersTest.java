package org.clip4j.core.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

  @Test
  void runsEveryPartOnce() {
    for (int threads : new int[] {1, 2, 5}) {
      Workers workers = Workers.of(threads);
      for (int parts : new int[] {0, 1, 2, 7, 1000}) {
        AtomicIntegerArray times = new AtomicIntegerArray(parts);
        workers.run(parts, times::incrementAndGet);
        for (int i = 0; i < parts; i++) {
          assertEquals(1, times.get(i), "part " + i + " of " + parts);
        }
      }
    }
  }

  @Test
  void partsRunAtTheSameTime() {
    // Each part waits for the other: one thread alone would never come back.
    CountDownLatch both = new CountDownLatch(2);
    Workers.of(2)
        .run(
            2,
            part -> {
              both.countDown();
              try {
                assertTrue(both.await(30, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  void exceptionOfAWorkerComesOutAndTheWorkersGoOn() {
    Workers workers = Workers.of(3);
    Thread caller = Thread.currentThread();
    for (int round = 0; round < 50; round++) {
      CountDownLatch helping = new CountDownLatch(1);
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.run(
                      100,
                      part -> {
                        if (Thread.currentThread() != caller) {
                          helping.countDown();
                          throw new IllegalStateException("from a worker");
                        }
                        await(helping);
                      }));
      assertEquals("from a worker", thrown.getMessage());
      AtomicIntegerArray times = new AtomicIntegerArray(10);
      workers.run(10, times::incrementAndGet);
      assertEquals(1, times.get(9));
    }
  }

  @Test
  void errorsComeOutToo() {
    AssertionError error = new AssertionError("mine");
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () ->
                Workers.of(2)
                    .run(
                        8,
                        part -> {
                          throw error;
                        }));
    assertSame(error, thrown);
  }

  @Test
  void aPartMayRunPartsItself() {
    AtomicIntegerArray times = new AtomicIntegerArray(20);
    Workers workers = Workers.of(3);
    workers.run(4, outer -> workers.run(5, inner -> times.incrementAndGet(outer * 5 + inner)));
    for (int i = 0; i < 20; i++) {
      assertEquals(1, times.get(i));
    }
  }

  @Test
  void callersTakeTurns() throws InterruptedException {
    int[] sums = new int[4];
    Thread[] callers = new Thread[sums.length];
    for (int c = 0; c < callers.length; c++) {
      int caller = c;
      callers[c] =
          new Thread(
              () -> {
                for (int round = 0; round < 500; round++) {
                  int[] parts = new int[6];
                  Workers.of(2).run(6, part -> parts[part] = part);
                  sums[caller] += Arrays.stream(parts).sum();
                }
              });
      callers[c].start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertArrayEquals(new int[] {7500, 7500, 7500, 7500}, sums);
  }

  @Test
  void sleepingWorkersWakeUp() throws InterruptedException {
    Workers workers = Workers.of(4);
    Set<String> names = ConcurrentHashMap.newKeySet();
    for (int round = 0; round < 20; round++) {
      Thread.sleep(5);
      CountDownLatch all = new CountDownLatch(4);
      workers.run(
          4,
          part -> {
            names.add(Thread.currentThread().getName());
            all.countDown();
            await(all);
          });
    }
    assertEquals(4, names.size());
  }

  @Test
  void onePoolForACount() {
    assertSame(Workers.of(2), Workers.of(2));
    assertEquals(2, Workers.of(2).threads());
    assertThrows(IllegalArgumentException.class, () -> Workers.of(0));
    assertThrows(IllegalArgumentException.class, () -> Workers.of(100_000));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
