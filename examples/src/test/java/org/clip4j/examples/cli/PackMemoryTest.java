package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clip4j.examples.pack.PictureServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packing in a process of a small heap, from a server that sends without end. */
@Tag("forks")
class PackMemoryTest {

  private static final int ROWS = 48;

  /** Every so many rows there is a picture. */
  private static final int GOOD = 4;

  private static final int PICTURE_BYTES = 4 << 20;

  @TempDir private Path folder;
  private final PictureServer server = new PictureServer();

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static void sendEndlessly(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] bytes = new byte[1 << 16];
    while (true) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void sendPicture(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, PICTURE_BYTES);
    exchange.getResponseBody().write(Arrays.copyOf(TestPictures.noise(8, 8), PICTURE_BYTES));
  }

  /** All connections at once would hold four times the heap. */
  @Test
  void endlessAnswersOnAllConnectionsFitASmallHeap() throws Exception {
    StringBuilder table = new StringBuilder("url\tcaption\n");
    for (int row = 1; row <= ROWS; row++) {
      String path = "/" + row + ".png";
      server.answer(
          path, row % GOOD == 0 ? PackMemoryTest::sendPicture : PackMemoryTest::sendEndlessly);
      table.append(server.url(path)).append("\tnumber ").append(row).append('\n');
    }
    Path urls = Files.writeString(folder.resolve("urls.tsv"), table);
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseParallelGC", "-XX:MaxNewSize=32m", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Clip4j.class.getName()));
    command.addAll(List.of("pack", "--captions", urls.toString(), "--out", out.toString()));
    command.addAll(List.of("--no-verify", "--per-host", "32"));
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(240, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    String said = Files.readString(log);
    assertTrue(ended, said);
    assertEquals(0, process.exitValue(), said);
    assertTrue(said.contains(ROWS / GOOD + " pairs in 1 shard"), said);
    assertTrue(said.contains("file too large: " + (ROWS - ROWS / GOOD)), said);
  }
}
