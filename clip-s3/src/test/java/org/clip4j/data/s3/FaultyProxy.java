package org.clip4j.data.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to a server on which requests fail as they are told to, one after the other. */
final class FaultyProxy implements AutoCloseable {

  /** What becomes of a request. */
  @FunctionalInterface
  interface Fault {
    void to(HttpExchange exchange, FaultyProxy proxy) throws IOException;
  }

  /** What each side of the way says for itself. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "date", "expect", "host", "transfer-encoding");

  private final int server;
  private final HttpServer listening;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Fault usual = drop(Integer.MAX_VALUE);

  /**
   * @param server the port of the server
   */
  FaultyProxy(int server) throws IOException {
    this.server = server;
    listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listening.setExecutor(threads);
    listening.createContext("/", this::handle);
    listening.start();
  }

  String url() {
    return "http://127.0.0.1:" + listening.getAddress().getPort();
  }

  /** The next requests fare so. */
  FaultyProxy then(Fault... next) {
    faults.addAll(List.of(next));
    return this;
  }

  /** All requests that are not told otherwise fare so. */
  FaultyProxy always(Fault fault) {
    usual = fault;
    return this;
  }

  /** From here on nothing fails, and no request is remembered. */
  void beginAnew() {
    faults.clear();
    requests.clear();
    usual = drop(Integer.MAX_VALUE);
  }

  /** Method and range of each request. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** So many bytes of the answer's body, and then the connection is closed. */
  static Fault drop(int after) {
    return (exchange, proxy) -> {
      if (pass(exchange, proxy.ask(exchange, true), after)) {
        // What was sent has time to arrive.
        sleep(200);
      }
    };
  }

  /** So many bytes, and then nothing. */
  static Fault stall(int after, long millis) {
    return (exchange, proxy) -> {
      pass(exchange, proxy.ask(exchange, true), after);
      sleep(millis);
    };
  }

  /** Nothing at all for a while. */
  static Fault silent(long millis) {
    return (exchange, proxy) -> sleep(millis);
  }

  /** The whole object, whatever part of it is asked for. */
  static Fault ignoringRanges() {
    return (exchange, proxy) -> pass(exchange, proxy.ask(exchange, false), Integer.MAX_VALUE);
  }

  /** An answer of S3's kind instead. */
  static Fault status(int status, String code) {
    byte[] body = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
    return (exchange, proxy) -> {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Range"));
      Fault fault = faults.poll();
      (fault == null ? usual : fault).to(exchange, this);
    } catch (IOException e) {
      // The connection was given up, by the one side or the other.
      exchange.close();
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, boolean range) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), BodyPublishers.noBody());
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!OWN.contains(lower) && (range || !lower.equals("range"))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("closed");
    }
  }

  /** Returns whether something was held back. */
  private static boolean pass(HttpExchange exchange, HttpResponse<byte[]> answer, int after)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = answer.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      String length = answer.headers().firstValue("Content-Length").orElse("0");
      exchange.getResponseHeaders().add("Content-Length", length);
    }
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      OutputStream out = exchange.getResponseBody();
      out.write(body, 0, Math.min(body.length, after));
      out.flush();
    }
    return after < body.length;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    listening.stop(0);
    threads.shutdownNow();
  }
}
