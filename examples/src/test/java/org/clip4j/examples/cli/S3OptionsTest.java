package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are told which store shards of S3 come from. */
class S3OptionsTest {

  private static final String SHARD = "s3://bucket/pairs-000000.tar";

  @TempDir private Path folder;
  private HttpServer store;
  private String endpoint;

  /** A store with one good pair, that answers what commands ask: whole objects. */
  @BeforeEach
  void start() throws IOException {
    Path images = folder.resolve("images");
    byte[] caption = TestPictures.write(images).get(0).getBytes(StandardCharsets.UTF_8);
    byte[] picture = Files.readAllBytes(images.resolve("red-disc.png"));
    Path bucket = Files.createDirectory(folder.resolve("bucket"));
    try (ShardWriter writer = new ShardWriter(bucket, "pairs", 10, 1 << 20)) {
      writer.write(new Sample("1", Map.of("png", picture, "txt", caption)));
    }
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext("/", this::answer);
    store.start();
    endpoint = "http://127.0.0.1:" + store.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      exchange.getResponseHeaders().add("ETag", "\"one\"");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", Integer.toString(bytes.length));
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @AfterEach
  void stop() {
    store.stop(0);
  }

  @Test
  void commandsAskTheStoreThatIsNamed() {
    CommandRun check =
        CommandRun.of("data", "check", SHARD, "--s3-endpoint", endpoint, "--s3-anonymous");
    assertEquals(0, check.exitCode(), check.out() + check.err());
    assertTrue(check.out().contains("1 samples: 1 good pairs"), check.out());
    CommandRun show =
        CommandRun.of(
            "data",
            "show",
            SHARD,
            "--s3-endpoint",
            endpoint,
            "--s3-anonymous",
            "--out",
            folder.resolve("page.html").toString());
    assertEquals(0, show.exitCode(), show.err());
    assertTrue(show.out().startsWith("1 sample of 1 shard"), show.out());
  }

  @Test
  void theConfigurationNamesItWhereOptionsDoNot() throws IOException {
    Path config = folder.resolve("train.yaml");
    Files.writeString(
        config,
        """
        model: ViT-Micro-8-32
        data:
          train: [%s]
          s3: {endpoint: "%s", anonymous: true}
        train: {steps: 1, batch: 2}
        """
            .formatted(SHARD, endpoint));
    CommandRun check = CommandRun.of("data", "check", "--config", config.toString());
    assertEquals(0, check.exitCode(), check.out() + check.err());
    CommandRun other =
        CommandRun.of(
            "data", "check", "--config", config.toString(), "--s3-endpoint", endpoint + "/no");
    assertEquals(1, other.exitCode(), other.out());
    assertTrue(other.out().contains("bad: shard unreadable 1"), other.out());
  }

  @Test
  void whatIsNoServerIsRefused() {
    for (String command : new String[] {"check", "show"}) {
      CommandRun run = CommandRun.of("data", command, SHARD, "--s3-endpoint", "file:///etc/passwd");
      assertEquals(2, run.exitCode(), run.err());
      assertTrue(run.err().contains("--s3-endpoint"), run.err());
      assertTrue(run.err().contains("expected a server's URL"), run.err());
    }
  }
}
