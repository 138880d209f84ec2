package org.clip4j.train;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server of a folder, with ranges, that loses every third connection half-way. */
final class FolderServer implements AutoCloseable {

  private final Path folder;
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  FolderServer(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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
      boolean lost = requests.incrementAndGet() % 3 == 0;
      exchange.getResponseBody().write(bytes, from, lost ? length / 2 : length);
    }
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
    server.stop(0);
  }
}
