package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.clip4j.train.config.LogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMetricsTest {

  @TempDir private Path folder;

  private static ObjectNode line(String json) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(json);
  }

  private static HttpResponse<String> ask(int port, String method, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theSameNumbersAreInTheLinesAndInTheEvents() throws IOException {
    RunFolder run = new RunFolder(folder);
    try (RunMetrics metrics = RunMetrics.open(run, LogConfig.defaults(), 0)) {
      metrics.write(line("{\"step\": 3, \"loss\": 2.5}"));
      metrics.write(line("{\"step\": 4, \"eval\": {\"top1\": 0.5}}"));
    }
    assertEquals(2, Files.readAllLines(run.metrics()).size());
    String events =
        Files.readString(
            run.tensorboard().resolve("events.out.tfevents.clip4j"), StandardCharsets.ISO_8859_1);
    assertTrue(events.contains("train/loss") && events.contains("eval/top1"));
    try (RunMetrics metrics = RunMetrics.open(run, LogConfig.defaults(), 3)) {
      events =
          Files.readString(
              run.tensorboard().resolve("events.out.tfevents.clip4j"), StandardCharsets.ISO_8859_1);
      assertTrue(events.contains("train/loss") && !events.contains("eval/top1"));
      assertEquals(1, Files.readAllLines(run.metrics()).size());
    }
  }

  @Test
  void withoutTensorBoardThereIsNoFolder() throws IOException {
    RunFolder run = new RunFolder(folder);
    RunMetrics.open(run, new LogConfig(null, false, null, null), 0).close();
    assertFalse(Files.exists(run.tensorboard()));
  }

  @Test
  void prometheusReadsTheLatest() throws IOException, InterruptedException {
    try (MetricsServer server =
        MetricsServer.of(new LogConfig(null, null, 0, null)).orElseThrow()) {
      server.show(3, Map.of("train/loss", 2.5, "train/lr", 1e-5));
      server.show(4, Map.of("train/loss", 2.25));
      HttpResponse<String> answer = ask(server.address().getPort(), "GET", "/metrics");
      assertEquals(200, answer.statusCode());
      assertEquals(
          "text/plain; version=0.0.4", answer.headers().firstValue("Content-Type").orElseThrow());
      assertEquals(
          """
          # TYPE clip4j_step gauge
          clip4j_step 4.0
          # TYPE clip4j_train_loss gauge
          clip4j_train_loss 2.25
          # TYPE clip4j_train_lr gauge
          clip4j_train_lr 1.0E-5
          """,
          answer.body());
      assertEquals(404, ask(server.address().getPort(), "GET", "/etc/passwd").statusCode());
      assertEquals(405, ask(server.address().getPort(), "POST", "/metrics").statusCode());
    }
  }

  @Test
  void whoAsksHalfAQuestionKeepsNobodyElseWaiting() throws Exception {
    try (MetricsServer server = MetricsServer.of(new LogConfig(null, null, 0, null)).orElseThrow();
        Socket half = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      half.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
      half.getOutputStream().flush();
      // It has arrived, and is being read.
      Thread.sleep(300);
      assertEquals(200, ask(server.address().getPort(), "GET", "/metrics").statusCode());
    }
  }

  @Test
  void itIsHeardOnThisMachineAloneAndGoneWithTheRun() throws IOException {
    MetricsServer server = MetricsServer.of(new LogConfig(null, null, 0, null)).orElseThrow();
    assertTrue(server.address().getAddress().isLoopbackAddress(), server.address().toString());
    int port = server.address().getPort();
    IOException taken =
        assertThrows(
            IOException.class, () -> MetricsServer.of(new LogConfig(null, null, port, null)));
    assertTrue(taken.getMessage().contains("127.0.0.1:" + port), taken.getMessage());
    server.close();
    assertThrows(ConnectException.class, () -> ask(port, "GET", "/metrics"));
  }

  @Test
  void nobodyListensUnlessAsked() throws IOException {
    assertTrue(MetricsServer.of(LogConfig.defaults()).isEmpty());
  }
}
