package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureUrlsTest {

  @TempDir private Path folder;
  private final PictureServer server = new PictureServer();

  @AfterEach
  void stopServer() {
    server.close();
  }

  private PackOptions options(String table, String out, FetchLimits limits) throws IOException {
    Path file = Files.writeString(folder.resolve("urls.tsv"), table);
    return PackData.options(Optional.empty(), Optional.of(file), folder.resolve(out))
        .fetching(limits);
  }

  @Test
  void picturesComeWithTheKindThatTheirBytesSay() throws IOException {
    byte[] jpeg = PackData.picture("jpg", 5, 9, 9, 1);
    byte[] png = PackData.png(8, 8, 2);
    server.serve("/a.php", jpeg).serve("/b.jpg", png);
    String table =
        "URL\tTEXT\n"
            + server.url("/a.php?id=1&key=secret")
            + "\tone\n"
            + server.url("/b.jpg").replace("http:", "HTTP:")
            + "\ttwo\n";
    PackResult result = PackData.pack(options(table, "out", FetchLimits.DEFAULT));
    Map<String, byte[]> members = PackData.members(result);
    assertArrayEquals(jpeg, members.get("000000001.jpg"));
    assertArrayEquals(png, members.get("000000002.png"));
    assertEquals("two", PackData.text(members.get("000000002.txt")));
  }

  @Test
  void whatAServerDoesNotGiveIsSkippedWithItsReason() throws IOException {
    byte[] large = Arrays.copyOf(PackData.png(8, 8, 2), 5000);
    server
        .serve("/large.png", large)
        .serve("/page.png", "<html>".getBytes(StandardCharsets.UTF_8))
        .answer("/busy.png", exchange -> exchange.sendResponseHeaders(503, -1))
        .answer("/forbidden.png", exchange -> exchange.sendResponseHeaders(403, -1))
        .answer(
            "/endless.png",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(new byte[1000]);
              }
            })
        .serve("/good.png", PackData.png(8, 8, 3));
    StringBuilder table = new StringBuilder("url\tcaption\n");
    for (String name :
        List.of("gone", "large", "page", "busy", "forbidden", "endless", "good", "gone?k=secret")) {
      String path = name.contains("?") ? "/gone.png?k=secret" : "/" + name + ".png";
      table.append(server.url(path)).append("\tx\n");
    }
    table.append("http://user@127.0.0.1/a.png\tx\nhttp:///a.png\tx\nhttp://a b/\tx\n");
    table.append("local.png\tx\nftp://127.0.0.1/a.png\tx\n");
    FetchLimits limits = new FetchLimits(4, 4, 2, Duration.ofSeconds(20), 4000, 0);
    PackResult result = PackData.pack(options(table.toString(), "out", limits));
    assertEquals(1, result.pairs());
    List<String> lines = Files.readAllLines(result.list());
    List<String> reasons = lines.stream().skip(1).map(l -> l.split("\t")[2]).toList();
    assertEquals(
        List.of(
            "not to be had from the server",
            "file too large",
            "not a readable picture",
            "server failed",
            "not to be had from the server",
            "file too large",
            "not to be had from the server",
            "not to be had from the server",
            "not to be had from the server",
            "not to be had from the server",
            "no such file",
            "no such file"),
        reasons);
    assertTrue(lines.get(1).endsWith("no such file on the server (404); check its name"));
    assertTrue(
        lines.get(4).endsWith("given up after 2 attempts, at byte 0: the server answered 503"));
    assertFalse(String.join("\n", lines).contains("secret"), "the query may be a signature");
    assertEquals(2, server.requests("/busy.png"));
    assertEquals(2, server.requests("/gone.png"));
  }

  @Test
  void aServerThatRecoversIsAskedAgain() throws IOException {
    byte[] png = PackData.png(8, 8, 3);
    AtomicInteger asked = new AtomicInteger();
    server.answer(
        "/a.png",
        exchange -> {
          if (asked.incrementAndGet() < 3) {
            exchange.sendResponseHeaders(503, -1);
          } else {
            PictureServer.send(exchange, png);
          }
        });
    String table = "url\tcaption\n" + server.url("/a.png") + "\tx\n";
    PackResult result = PackData.pack(options(table, "out", FetchLimits.DEFAULT));
    assertArrayEquals(png, PackData.members(result).get("000000001.png"));
  }

  /** What a network that is away for a while would have cost is there in the end. */
  @Test
  void manyFailuresInARowStopAndTheNextRunGoesOn() throws IOException {
    AtomicInteger away = new AtomicInteger();
    StringBuilder table = new StringBuilder("url\tcaption\n");
    for (int i = 0; i < 40; i++) {
      byte[] png = PackData.png(8, 8, i);
      boolean hit = i >= 25 && i < 35;
      server.answer(
          "/" + i + ".png",
          exchange -> {
            if (hit && away.get() == 0) {
              exchange.sendResponseHeaders(503, -1);
            } else {
              PictureServer.send(exchange, png);
            }
          });
      table.append(server.url("/" + i + ".png")).append("\tnumber ").append(i).append('\n');
    }
    FetchLimits limits = FetchLimits.DEFAULT.with(8, 8, 1);
    PackOptions stopping = options(table.toString(), "out", limits.stoppingAfter(6));
    IOException e = assertThrows(IOException.class, () -> PackData.pack(stopping));
    assertTrue(e.getMessage().startsWith("6 rows one after the other"), e.getMessage());
    assertTrue(e.getMessage().contains("/30.png"), e.getMessage());
    away.set(1);
    PackResult result = PackData.pack(stopping);
    assertEquals(40, result.pairs());
    assertEquals(0, result.skipped());
    PackOptions whole = options(table.toString(), "whole", limits);
    PackData.pack(whole);
    assertEquals(PackData.contents(whole.out()), PackData.contents(stopping.out()));
    // As many as are borne, and any number where none stops.
    away.set(0);
    PackOptions bearing = options(table.toString(), "bears", limits.stoppingAfter(11));
    assertEquals(10, PackData.pack(bearing).skipped());
    PackOptions never = options(table.toString(), "never", limits.stoppingAfter(0));
    assertEquals(10, PackData.pack(never).skipped());
  }

  @Test
  void aHostIsAskedForNoMoreAtOnceThanAllowed() throws IOException {
    StringBuilder table = new StringBuilder("url\tcaption\n");
    for (int i = 0; i < 60; i++) {
      byte[] png = PackData.png(8, 8, i);
      server.serveSlowly("/" + i + ".png", png, 20);
      table.append(server.url("/" + i + ".png")).append("\tnumber ").append(i).append('\n');
    }
    PackResult two =
        PackData.pack(options(table.toString(), "two", FetchLimits.DEFAULT.with(16, 2, 1)));
    assertEquals(60, two.pairs());
    assertEquals(2, server.most());
    PackResult many =
        PackData.pack(options(table.toString(), "many", FetchLimits.DEFAULT.with(16, 16, 1)));
    assertTrue(server.most() > 4, "more connections than threads: " + server.most());
    assertEquals(
        PackData.contents(folder.resolve("two")), PackData.contents(folder.resolve("many")));
    assertEquals(60, many.pairs());
  }

  @Test
  void aDrippingServerIsGivenUpInTime() throws IOException {
    server.answer(
        "/drip.png",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 300; i++) {
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
              Thread.sleep(20);
            } catch (InterruptedException e) {
              return;
            }
          }
        });
    String table = "url\tcaption\n" + server.url("/drip.png") + "\tx\n";
    FetchLimits limits = new FetchLimits(2, 2, 1, Duration.ofMillis(300), 4000, 0);
    long begun = System.nanoTime();
    PackResult result = PackData.pack(options(table, "out", limits));
    assertEquals("server failed: 1", result.reasons());
    assertTrue(System.nanoTime() - begun < 5_000_000_000L, "it took too long");
  }
}
