package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchStepCommandTest {

  @TempDir private Path folder;
  private String config;

  @BeforeEach
  void write() throws IOException {
    config = BenchRun.tinyModel(folder);
  }

  @Test
  void lastLineHasEveryFigure() throws IOException {
    JsonNode json =
        BenchRun.json(
            "step",
            "--config",
            config,
            "--batch",
            "3",
            "--caption-tokens",
            "7",
            "--steps",
            "4",
            "--warmup",
            "1",
            "--threads",
            "1");
    assertTrue(json.get("engine").asText().startsWith("clip4j "), json.toString());
    assertEquals("tiny.json", json.get("model").asText());
    assertEquals(3, json.get("batch").asInt());
    assertEquals(7, json.get("caption_tokens").asInt());
    assertEquals(4, json.get("steps").asInt());
    assertTrue(json.get("threads").asInt() >= 1);
    assertTrue(json.has("kernels") && json.has("row_kernels"), json.toString());
    double step = json.get("step_s").asDouble();
    assertTrue(step > 0 && step < 60, json.toString());
    assertEquals(3 / step, json.get("samples_per_s").asDouble(), 1e-9 / step);
    double loss = json.get("loss").asDouble();
    assertTrue(loss > 0 && loss < 10, json.toString());
    assertTrue(json.get("arena_mib").asLong() >= 0);
    BenchRun.assertPeakMemory(json);
    assertEquals(3, json.get("micro_batch").asInt());
    assertEquals(0, json.get("embeddings_mib").asInt());
    assertPhases(json, step);
  }

  private static void assertPhases(JsonNode json, double step) {
    double sum = 0;
    for (String phase : List.of("embed_s", "loss_s", "backward_s")) {
      assertTrue(json.get(phase).asDouble() > 0, json.toString());
      sum += json.get(phase).asDouble();
    }
    sum += json.get("data_s").asDouble();
    assertTrue(json.get("data_s").asDouble() >= 0 && sum < 2 * step, json.toString());
    assertTrue(json.get("loss_gflop_per_s").asDouble() > 0, json.toString());
  }

  @Test
  void aBatchInMicroBatches() throws IOException {
    JsonNode json =
        BenchRun.json(
            "step",
            "--config",
            config,
            "--batch",
            "6",
            "--micro-batch",
            "2",
            "--steps",
            "2",
            "--warmup",
            "1");
    assertEquals(6, json.get("batch").asInt());
    assertEquals(2, json.get("micro_batch").asInt());
    assertTrue(Double.isFinite(json.get("loss").asDouble()), json.toString());
    assertPhases(json, json.get("step_s").asDouble());
  }

  @Test
  void withoutJsonItIsATable() {
    CommandRun run =
        CommandRun.of(
            "bench", "step", "--config", config, "--batch", "2", "--steps", "1", "--warmup", "0");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().matches("(?s).*\nstep_s +\\d.*"), run.out());
    assertTrue(run.out().matches("(?s).*\ncaption_tokens +12\n.*"), run.out());
  }

  @Test
  void shortestAndLongestCaptions() throws IOException {
    for (String tokens : List.of("2", "12")) {
      JsonNode json =
          BenchRun.json(
              "step",
              "--config",
              config,
              "--batch",
              "2",
              "--caption-tokens",
              tokens,
              "--steps",
              "1",
              "--warmup",
              "0");
      assertTrue(Double.isFinite(json.get("loss").asDouble()), json.toString());
    }
  }

  @Test
  void badOptionsAreRefusedInWords() throws IOException {
    refused("--caption-tokens 13: expected 2", "--config", config, "--caption-tokens", "13");
    refused("--caption-tokens 1: expected 2", "--config", config, "--caption-tokens", "1");
    refused("--batch 0: expected 1 or more", "--config", config, "--batch", "0");
    refused("--batch 2000000000: so many", "--config", config, "--batch", "2000000000");
    refused("--micro-batch 5 does not divide --batch 16", "--config", config, "--micro-batch", "5");
    refused(
        "--micro-batch 32 is larger than --batch 16", "--config", config, "--micro-batch", "32");
    refused("--micro-batch is to be at least 1, not 0", "--config", config, "--micro-batch", "0");
    refused("kept as 8-bit", "--config", config, "--batch", "2000000000", "--micro-batch", "2");
    refused("--steps 0: expected 1 or more", "--config", config, "--steps", "0");
    refused("--warmup -1: expected 0 or more", "--config", config, "--warmup", "-1");
    refused("mutually exclusive", "--config", config, "--model", "ViT-B-32");
    refused("--batch", "--config", config, "--batch", "many");
    BenchRun.assertFails("ViT-B-32", "step", "--model", "ViT-B-33");
    BenchRun.assertFails("no such file", "step", "--config", folder.resolve("none").toString());
    Path bare = Files.writeString(folder.resolve("bare.json"), "{}");
    BenchRun.assertFails("bare.json: model_cfg is missing", "step", "--config", bare.toString());
    assertEquals(2, CommandRun.of("bench").exitCode());
  }

  private static void refused(String words, String... options) {
    BenchRun.assertRefused(words, "step", options);
  }
}
