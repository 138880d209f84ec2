package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.clip4j.examples.pack.BadRowException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that send as much as they can on all connections at once. */
class LargePicturesTest {

  private static final int ROWS = 80;
  private static final int CONNECTIONS = 16;
  private static final int MAX_BYTES = 200_000;
  private static final int LIMIT = 500_000;
  private static final FetchLimits LIMITS =
      new FetchLimits(CONNECTIONS, CONNECTIONS, 1, Duration.ofSeconds(30), MAX_BYTES, 0);

  private final PictureServer server = new PictureServer();
  private final HeldBytes held = new HeldBytes(LIMIT);

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static void sendEndlessly(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    while (true) {
      exchange.getResponseBody().write(new byte[10_000]);
    }
  }

  /** Of a length that nobody says before. */
  private static void sendInChunks(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(bytes);
  }

  /** A picture with junk behind it: of another length for each row, up to the limit. */
  private static byte[] picture(int row) {
    return Arrays.copyOf(PackData.png(8, 8, row), MAX_BYTES - 1000 * (row % 50));
  }

  private void serve(int row) {
    String path = "/" + row + ".png";
    switch (row % 4) {
      case 0 -> server.answer(path, LargePicturesTest::sendEndlessly);
      case 1 -> server.serve(path, picture(row));
      case 2 -> server.answer(path, exchange -> sendInChunks(exchange, picture(row)));
      default -> server.serve(path, Arrays.copyOf(picture(row), MAX_BYTES + 1));
    }
  }

  private void assertIsRow(int row, PackRow packed) {
    assertEquals(row, packed.number());
    if (row % 4 == 1 || row % 4 == 2) {
      assertTrue(packed.problem().isEmpty(), () -> "row " + row + packed.problem().get());
      Map<String, byte[]> parts = packed.parts();
      assertArrayEquals(picture(row), parts.get("png"), "row " + row);
      assertEquals("number " + row, PackData.text(parts.get("txt")));
    } else {
      BadRowException problem = packed.problem().orElseThrow();
      assertEquals(Reason.FILE_TOO_LARGE, problem.reason(), problem.getMessage());
      assertEquals("more than " + MAX_BYTES + " bytes", problem.getMessage());
    }
  }

  @Test
  @Timeout(120)
  void noMoreIsHeldThanAllowedAndEveryRowComesOutInOrder() throws IOException {
    RowReader reader =
        new RowReader(
            Optional.empty(),
            new PictureUrls(LIMITS),
            new PictureForm(false, Optional.empty(), Optional.empty(), 95));
    try (RowPipeline pipeline = new RowPipeline(reader, 2, LIMITS, held)) {
      for (int row = 1; row <= ROWS; row++) {
        serve(row);
        String url = server.url("/" + row + ".png");
        pipeline.add(row, CaptionRow.of(row, url, "number " + row));
      }
      for (int row = 1; row <= ROWS; row++) {
        assertIsRow(row, pipeline.take(() -> false).orElseThrow());
      }
    }
    long own = 2L * MAX_BYTES + 2;
    assertTrue(held.most() > LIMIT, "the limit was met: " + held.most());
    assertTrue(held.most() <= LIMIT + own, held.most() + " bytes were held");
  }

  /** The head is enough to refuse it: the body never comes. */
  @Test
  @Timeout(60)
  void whatSaysThatItIsTooLargeIsNotReadAtAll() throws IOException {
    server.answer(
        "/large.png",
        exchange -> {
          exchange.sendResponseHeaders(200, MAX_BYTES + 1L);
          exchange.getResponseBody().write(new byte[1]);
          exchange.getResponseBody().flush();
          sleep(20_000);
        });
    FetchLimits limits = LIMITS.with(1, 1, 1);
    RowReader reader = new RowReader(Optional.empty(), new PictureUrls(limits), PictureForm.COPIED);
    long begun = System.nanoTime();
    try (RowPipeline pipeline = new RowPipeline(reader, 1, limits, held)) {
      pipeline.add(1, CaptionRow.of(1, server.url("/large.png"), "x"));
      BadRowException problem = pipeline.take(() -> false).orElseThrow().problem().orElseThrow();
      assertEquals(Reason.FILE_TOO_LARGE, problem.reason(), problem.getMessage());
    }
    assertTrue(System.nanoTime() - begun < 5_000_000_000L, "its body was waited for");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
