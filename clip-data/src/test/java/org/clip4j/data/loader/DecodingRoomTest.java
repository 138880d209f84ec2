package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.clip4j.data.image.PictureFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DecodingRoomTest {

  /** The header of a bitmap, which takes 16 bytes a pixel. */
  private static PictureFile bitmap(int width, int height) {
    ByteBuffer file = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    file.put("BM".getBytes(StandardCharsets.US_ASCII));
    file.putInt(14, 40).putInt(18, width).putInt(22, height);
    return new PictureFile(file.array(), "k");
  }

  @Test
  void onlyWhatFitsIsInside() throws InterruptedException {
    DecodingRoom room = new DecodingRoom(512L << 20);
    PictureFile file = bitmap(4096, 3072); // 192 MiB
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch pair = new CountDownLatch(2);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                int taken = room.enter(file);
                try {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  pair.countDown();
                  assertTrue(pair.await(30, TimeUnit.SECONDS));
                  inside.decrementAndGet();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                } finally {
                  room.leave(taken);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(2, most.get());
    assertEquals(512, room.freeMebibytes());
  }

  @Test
  void smallOnesAndWhatIsNoPictureNeverWait() {
    DecodingRoom room = new DecodingRoom(100L << 20);
    int all = room.enter(bitmap(10_000, 10_000)); // Larger than the room.
    assertEquals(0, room.freeMebibytes());
    PictureFile none = new PictureFile(new byte[9], "k");
    for (PictureFile file : List.of(bitmap(2048, 2048), bitmap(20_000, 20_000), none)) {
      assertEquals(0, room.enter(file));
    }
    room.leave(all);
    assertEquals(100, room.freeMebibytes());
  }
}
