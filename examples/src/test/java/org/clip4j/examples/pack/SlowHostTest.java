package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts, one of which answers late. */
class SlowHostTest {

  private static final int SLOW = 20;
  private static final int QUICK = 18;

  /** Two connections to a host, of four; all rows are begun at once. */
  private static final FetchLimits LIMITS = FetchLimits.DEFAULT.with(4, 2, 1);

  @TempDir private Path folder;
  private final PictureServer slow = new PictureServer();
  private final PictureServer quick = new PictureServer();
  private final CountDownLatch quickOnes = new CountDownLatch(QUICK);
  private final AtomicBoolean inVain = new AtomicBoolean();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @AfterEach
  void stopServers() {
    slow.close();
    quick.close();
  }

  /** Gives nothing before the other host has given all. */
  private void answerLate(String path, byte[] picture) {
    slow.answer(
        path,
        exchange -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          try {
            if (!quickOnes.await(7, TimeUnit.SECONDS)) {
              inVain.set(true);
            }
          } catch (InterruptedException e) {
            throw new InterruptedIOException("closed");
          } finally {
            now.decrementAndGet();
          }
          PictureServer.send(exchange, picture);
        });
  }

  @Test
  void rowsOfOtherHostsGoOnAndComeOutInOrder() throws IOException {
    StringBuilder table = new StringBuilder("url\tcaption\n");
    for (int i = 0; i < SLOW + QUICK; i++) {
      String path = "/" + i + ".png";
      byte[] picture = PackData.png(8, 8, i);
      if (i < SLOW) {
        answerLate(path, picture);
        table.append(slow.url(path).replace("127.0.0.1", "LocalHost"));
      } else {
        quick.answer(
            path,
            exchange -> {
              PictureServer.send(exchange, picture);
              quickOnes.countDown();
            });
        table.append(quick.url(path));
      }
      table.append("\tnumber ").append(i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("urls.tsv"), table);
    PackOptions options =
        PackData.options(Optional.empty(), Optional.of(file), folder.resolve("out"))
            .fetching(LIMITS);
    PackResult result = PackData.pack(options);
    assertTrue(!inVain.get(), "the other host's rows waited for the slow one's");
    assertEquals(2, most.get(), "connections to the slow host");
    List<String> keys =
        PackData.members(result).keySet().stream().filter(name -> name.endsWith("png")).toList();
    List<String> inOrder =
        IntStream.rangeClosed(1, SLOW + QUICK)
            .mapToObj(row -> String.format("%09d.png", row))
            .toList();
    assertEquals(inOrder, keys);
  }
}
