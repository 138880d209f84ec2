package org.clip4j.data.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of files on this machine that fails as it is told to, one request after the other. */
public final class FaultyServer implements AutoCloseable {

  /** How a request is answered. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange, Served file) throws IOException;
  }

  /** A file, as it is now. A version that is null is not told. */
  public record Served(byte[] bytes, String etag, String modified) {}

  private static final String MODIFIED = "Thu, 01 Jan 2026 00:00:00 GMT";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Served> files = new ConcurrentHashMap<>();
  private final Queue<Answer> faults = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Answer usual = FaultyServer::whole;

  public FaultyServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Serves bytes under a path with an ETag of their own; returns their URL. */
  public String serve(String path, byte[] bytes) {
    return serve(
        path, new Served(bytes, "\"" + path.hashCode() + "-" + bytes.length + "\"", MODIFIED));
  }

  public String serve(String path, Served file) {
    files.put(path, file);
    return url(path);
  }

  public void remove(String path) {
    files.remove(path);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** The next GET requests are answered so. */
  public FaultyServer then(Answer... answers) {
    faults.addAll(List.of(answers));
    return this;
  }

  /** All GET requests without another answer are answered so. */
  public FaultyServer always(Answer answer) {
    usual = answer;
    return this;
  }

  /** Method, path, Range and If-Range of each request. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(
          exchange.getRequestMethod()
              + " "
              + path
              + " "
              + exchange.getRequestHeaders().getFirst("Range")
              + " "
              + exchange.getRequestHeaders().getFirst("If-Range"));
      Served file = files.get(path);
      Answer fault = exchange.getRequestMethod().equals("HEAD") ? null : faults.poll();
      if (fault != null) {
        fault.to(exchange, file);
      } else if (file == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        usual.to(exchange, file);
      }
    } catch (IOException e) {
      // The connection was given up, by the one side or the other.
      exchange.close();
    }
  }

  /** As servers should. */
  public static void whole(HttpExchange exchange, Served file) throws IOException {
    first(exchange, file, Integer.MAX_VALUE);
  }

  /** A part whatever version it is of. */
  public static void withoutConditions(HttpExchange exchange, Served file) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    part(exchange, file, range, Integer.MAX_VALUE);
  }

  /** So many bytes of the answer, and then the connection is closed. */
  public static Answer drop(int after) {
    return (exchange, file) -> {
      first(exchange, file, after);
      // What was sent has time to arrive: a client forgets what it had not read when it is cut off.
      sleep(200);
    };
  }

  /** So many bytes of the answer, and then nothing. */
  public static Answer stall(int after, long millis) {
    return (exchange, file) -> {
      first(exchange, file, after);
      sleep(millis);
    };
  }

  /** Nothing at all for a while. */
  public static Answer silent(long millis) {
    return (exchange, file) -> sleep(millis);
  }

  public static Answer status(int status, String... headers) {
    return (exchange, file) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /** The file from its first byte, whatever is asked for. */
  public static Answer ignoringRanges(int after) {
    return (exchange, file) -> {
      versions(exchange, file);
      send(exchange, 200, file.bytes(), 0, after);
    };
  }

  private static void first(HttpExchange exchange, Served file, int after) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    boolean same =
        condition == null || condition.equals(file.etag()) || condition.equals(file.modified());
    part(exchange, file, same ? range : null, after);
  }

  private static void part(HttpExchange exchange, Served file, String range, int after)
      throws IOException {
    versions(exchange, file);
    exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
    if (range == null) {
      send(exchange, 200, file.bytes(), 0, after);
      return;
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    exchange
        .getResponseHeaders()
        .add(
            "Content-Range",
            "bytes " + from + "-" + (file.bytes().length - 1) + "/" + file.bytes().length);
    send(exchange, 206, file.bytes(), from, after);
  }

  private static void versions(HttpExchange exchange, Served file) {
    if (file.etag() != null) {
      exchange.getResponseHeaders().add("ETag", file.etag());
    }
    if (file.modified() != null) {
      exchange.getResponseHeaders().add("Last-Modified", file.modified());
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes, int from, int after)
      throws IOException {
    int length = bytes.length - from;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    OutputStream out = exchange.getResponseBody();
    out.write(bytes, from, Math.min(length, after));
    out.flush();
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
    server.stop(0);
    threads.shutdownNow();
  }
}
