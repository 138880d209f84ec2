package org.clip4j.examples.pack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of pictures on this machine that counts what it is asked for. */
public final class PictureServer implements AutoCloseable {

  /** How a request is answered. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** Answers 404 to everything at first. */
  public PictureServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
      answers.getOrDefault(path, e -> e.sendResponseHeaders(404, -1)).to(exchange);
    }
  }

  /** Serves bytes behind a pause, in which requests are counted that are there at one time. */
  PictureServer serveSlowly(String path, byte[] bytes, long millis) {
    return answer(
        path,
        exchange -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          try {
            Thread.sleep(millis);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            // Before the answer: who has it may ask for the next one at once.
            now.decrementAndGet();
          }
          send(exchange, bytes);
        });
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Gives a path, as it is when decoded, an answer. */
  public PictureServer answer(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  PictureServer serve(String path, byte[] bytes) {
    return answer(path, exchange -> send(exchange, bytes));
  }

  static void send(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().add("ETag", "\"" + bytes.length + "\"");
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  int requests(String path) {
    return requests.getOrDefault(path, new AtomicInteger()).get();
  }

  /** The most requests that were there at one time, of those served slowly. */
  int most() {
    return most.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
