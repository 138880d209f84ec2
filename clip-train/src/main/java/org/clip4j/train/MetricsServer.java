package org.clip4j.train;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.clip4j.train.config.LogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest metrics over HTTP, as Prometheus reads them (text format 0.0.4): {@code GET /metrics}.
 * It gives numbers and takes nothing.
 */
final class MetricsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final int OK = 200;

  /** One that asks and does not go on keeps a thread. */
  private static final int THREADS = 4;

  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Double> latest = new TreeMap<>();

  private MetricsServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens where a configuration says so.
   *
   * @throws IOException naming the address, if it is taken or not this machine's
   */
  static Optional<MetricsServer> of(LogConfig config) throws IOException {
    if (config.metricsPort() == null) {
      return Optional.empty();
    }
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(config.metricsHost()), config.metricsPort());
    HttpServer http;
    try {
      http = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "log.metrics_port: cannot listen at "
              + config.metricsHost()
              + ":"
              + config.metricsPort()
              + " ("
              + e.getMessage()
              + "): take another port, or 0 for a free one",
          e);
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread t = new Thread(work, "metrics");
              t.setDaemon(true);
              return t;
            });
    MetricsServer server = new MetricsServer(http, threads);
    http.setExecutor(threads);
    http.createContext("/", server::answer);
    http.start();
    LOG.info("Metrics at http://{}:{}/metrics", config.metricsHost(), server.address().getPort());
    return Optional.of(server);
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /** These values, by tag as {@code train/loss}, are the latest. */
  synchronized void show(long step, Map<String, Double> values) {
    latest.put("step", (double) step);
    latest.putAll(values);
  }

  private synchronized String page() {
    StringBuilder page = new StringBuilder();
    latest.forEach(
        (tag, value) -> {
          String name = "clip4j_" + tag.replaceAll("[^a-zA-Z0-9_]", "_");
          page.append("# TYPE ").append(name).append(" gauge\n");
          page.append(name).append(' ').append(value).append('\n');
        });
    return page.toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(NOT_ALLOWED, -1);
      } else {
        byte[] page = page().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(OK, page.length);
        exchange.getResponseBody().write(page);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
