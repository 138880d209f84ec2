package org.clip4j.train;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server of a folder, with ranges, that loses every third connection half-way. */
final class FolderServer implements AutoCloseable {

  private final Path folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch again = new CountDownLatch(1);
  private volatile String stalling;

  FolderServer(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /** How often contents were asked for. */
  int requests() {
    return requests.get();
  }

  /** Half of this file, and then nothing, until it is told to answer again. */
  void stall(String name) {
    stalling = name;
  }

  /** Waits until somebody waits for the other half. */
  void awaitStall() throws InterruptedException {
    stalled.await();
  }

  void answerAgain() {
    stalling = null;
    again.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
      if (!Files.exists(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      exchange.getResponseHeaders().add("ETag", "\"" + file.getFileName() + "\"");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", Integer.toString(bytes.length));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      int from = from(exchange, bytes.length);
      int length = bytes.length - from;
      exchange.sendResponseHeaders(from == 0 ? 200 : 206, length);
      if (file.getFileName().toString().equals(stalling)) {
        exchange.getResponseBody().write(bytes, from, length / 2);
        stall(exchange);
      }
      boolean lost = requests.incrementAndGet() % 3 == 0;
      exchange.getResponseBody().write(bytes, from, lost ? length / 2 : length);
    }
  }

  private void stall(HttpExchange exchange) throws IOException {
    exchange.getResponseBody().flush();
    stalled.countDown();
    try {
      again.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("closed");
  }

  private static int from(HttpExchange exchange, int length) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      return 0;
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes " + from + "-" + (length - 1) + "/" + length);
    }
    return from;
  }

  @Override
  public void close() {
    answerAgain();
    server.stop(0);
    threads.shutdownNow();
  }
}
