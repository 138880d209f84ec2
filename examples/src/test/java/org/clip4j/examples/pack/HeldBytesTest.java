package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeldBytesTest {

  private final HeldBytes held = new HeldBytes(100);

  @Test
  void theOldestHasRoomWhateverTheOthersHold() {
    HeldBytes.Share first = held.begin();
    HeldBytes.Share second = held.begin();
    HeldBytes.Share third = held.begin();
    assertTrue(second.tryHold(60));
    assertFalse(third.tryHold(41));
    assertTrue(third.tryHold(40));
    assertTrue(third.tryHold(30), "it has them already");
    assertFalse(second.tryHold(61));
    assertTrue(first.tryHold(1000));
    first.close();
    assertTrue(second.tryHold(1000), "the next is the oldest");
    assertTrue(third.tryHold(100));
    assertEquals(1100, held.most());
  }

  @Test
  @Timeout(30)
  void whoWaitsGoesOnWhenItsTurnComes() throws InterruptedException {
    HeldBytes.Share first = held.begin();
    held.begin().settle(100);
    HeldBytes.Share third = held.begin();
    CountDownLatch has = new CountDownLatch(1);
    Thread waits =
        new Thread(
            () -> {
              try {
                third.hold(1);
                has.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waits.start();
    while (!held.isFull()) {
      Thread.sleep(1);
    }
    assertFalse(has.await(50, TimeUnit.MILLISECONDS));
    first.close();
    assertTrue(has.await(20, TimeUnit.SECONDS), "the second is the oldest, beside the limit");
    waits.join();
    assertFalse(held.isFull());
  }

  /** What is more than was asked for holds others up, but not the oldest, and no thread. */
  @Test
  void workWaitsForRoomWithoutAThread() {
    HeldBytes.Share first = held.begin();
    HeldBytes.Share second = held.begin();
    HeldBytes.Share third = held.begin();
    second.settle(101);
    List<String> done = new ArrayList<>();
    third.whenRoom(Runnable::run, () -> done.add("third"));
    assertTrue(held.isFull());
    first.whenRoom(Runnable::run, () -> done.add("first"));
    assertEquals(List.of("first"), done);
    second.settle(100);
    assertEquals(List.of("first", "third"), done);
    assertFalse(held.isFull());
  }
}
