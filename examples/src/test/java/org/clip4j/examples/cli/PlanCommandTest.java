package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

  @TempDir private Path folder;
  private String config;

  @BeforeEach
  void write() throws IOException {
    config = BenchRun.tinyModel(folder);
  }

  /** With times that say nothing: those that do are held against steps in the benchmarks. */
  private static CommandRun plan(String... options) {
    return CommandRun.of(
        Stream.concat(Stream.of("plan", "--seconds", "0.5"), Stream.of(options))
            .toArray(String[]::new));
  }

  private static JsonNode json(String... options) throws IOException {
    CommandRun run =
        plan(Stream.concat(Stream.of("--json"), Stream.of(options)).toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(1, lines.size(), run.out());
    return new ObjectMapper().readTree(lines.get(0));
  }

  private static double sum(JsonNode json, String... keys) {
    return Stream.of(keys).mapToDouble(key -> json.get(key).asDouble()).sum();
  }

  @Test
  void oneLineHasMemoryAndTimeByPart() throws IOException {
    JsonNode json =
        json(
            "--config",
            config,
            "--batch",
            "64",
            "--micro-batch",
            "8",
            "--threads",
            "1",
            "--pairs",
            "1000",
            "--epochs",
            "2");
    assertEquals("tiny.json", json.get("model").asText());
    assertEquals(64, json.get("batch").asInt());
    assertEquals(8, json.get("micro_batch").asInt());
    assertEquals("decoded", json.get("keep").asText());
    assertEquals(12, json.get("caption_tokens").asInt());
    double memory = 0;
    for (JsonNode part : json.get("memory")) {
      assertTrue(part.get("mib").asDouble() >= 0, json.toString());
      memory += part.get("mib").asDouble();
    }
    assertEquals(memory, json.get("total_mib").asDouble(), 1);
    double step = json.get("step_s").asDouble();
    assertEquals(step, sum(json, "embed_s", "loss_s", "backward_s", "update_s"), 1e-9);
    assertTrue(json.get("embed_s").asDouble() > 0, json.toString());
    // 2,000 pairs are 31 batches and a quarter.
    assertEquals(32, json.get("steps").asLong());
    assertEquals(32 * step, json.get("run_s").asDouble(), 1e-9 * step);
  }

  @Test
  void runsConfigurationIsPlannedAsItStands() throws IOException {
    String yaml =
        """
        model_cfg:
          embed_dim: 16
          vision_cfg: {image_size: 16, patch_size: 8, width: 32, layers: 1, head_width: 16}
          text_cfg: {context_length: 10, vocab_size: 49408, width: 32, heads: 2, layers: 1}
        data: {train: ['shards/pairs-{000000..000000}.tar'], shuffle_buffer: 8}
        train: {steps: 6, batch: 4, threads: 1, grad_checkpointing: true}
        """;
    String run = Files.writeString(folder.resolve("tiny.yaml"), yaml).toString();
    JsonNode json = json("--run", run, "--set", "train.steps=7", "loss.tile=3");
    assertEquals(4, json.get("batch").asInt());
    assertEquals(4, json.get("micro_batch").asInt());
    assertEquals(10, json.get("caption_tokens").asInt());
    assertTrue(json.get("grad_checkpointing").asBoolean());
    assertFalse(json.has("keep"), json.toString());
    assertEquals(7, json.get("steps").asInt());
    assertEquals("infonce", json.get("loss").asText());
    assertEquals(3, json.get("tile").asInt());
    CommandRun distilled = plan("--json", "--run", run, "--set", "distill.model=teacher");
    assertEquals(1, distilled.out().lines().count(), distilled.out());
    assertTrue(distilled.err().contains("leaves out the teacher"), distilled.err());
    CommandRun large =
        plan("--run", run, "--batch", "32768", "--tile", "40000", "--set", "distill.model=teacher");
    assertEquals(2, large.exitCode());
    assertTrue(large.err().contains(" for each of the 2 that are there"), large.err());
    CommandRun unknown = plan("--run", run, "--set", "train.stops=7");
    assertEquals(1, unknown.exitCode());
    assertTrue(unknown.err().contains("train.steps"), unknown.err());
  }

  @Test
  void whatTrainRefusesIsNotPlanned() {
    CommandRun run = plan("--config", config, "--batch", "8", "--loss", "sigmoid");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("sigmoid needs a model with a learned bias"), run.err());
  }

  @Test
  void withoutJsonItIsATable() {
    CommandRun run = plan("--config", config, "--batch", "8", "--threads", "1");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().matches("(?s).*\nstep_s +\\d.*"), run.out());
    assertTrue(run.out().matches("(?s).*\n  activations +\\d.*"), run.out());
  }

  @Test
  void badOptionsAreRefusedInWords() throws IOException {
    refused("--micro-batch 24 does not divide --batch 64", "--batch", "64", "--micro-batch", "24");
    refused("--micro-batch 128 is larger than --batch 64", "--batch", "64", "--micro-batch", "128");
    refused("--micro-batch is to be at least 1", "--batch", "64", "--micro-batch", "0");
    refused("--patch-dropout 1.0: ", "--batch", "64", "--patch-dropout", "1");
    refused("--batch 1: expected 2 or more", "--batch", "1");
    refused("--batch is missing");
    refused("--caption-tokens 13: expected 2", "--batch", "4", "--caption-tokens", "13");
    refused("--picture-kib 0: expected 1 or more", "--batch", "4", "--picture-kib", "0");
    refused("--picture-kib -1: expected 1 or more", "--batch", "4", "--picture-kib", "-1");
    refused("--loss: unknown loss 'hinge'; known here: ", "--batch", "4", "--loss", "hinge");
    refused("--tile 0: expected 1 or more", "--batch", "4", "--tile", "0");
    refused(
        "--tile or loss.tile 40000: a tile of 32768 rows and columns of logits takes 4096 MiB",
        "--batch",
        "32768",
        "--micro-batch",
        "64",
        "--tile",
        "40000");
    refused("--pairs 3: fewer than the 4", "--batch", "4", "--pairs", "3");
    refused("--epochs 2.0: only with --pairs", "--batch", "4", "--epochs", "2");
    refused("--epochs 0.0: expected more", "--batch", "4", "--pairs", "4", "--epochs", "0");
    refused("a run has at most", "--batch", "4", "--pairs", "9223372036854775807", "--epochs", "9");
    refused("--set a=b: only with --run", "--batch", "4", "--set", "a=b");
    refused("--threads 0", "--batch", "4", "--threads", "0");
    refused("mutually exclusive", "--batch", "4", "--model", "ViT-B-32");
    refused("--keep", "--batch", "4", "--keep", "somehow");
    assertEquals(1, plan("--model", "ViT-B-33", "--batch", "4").exitCode());
    assertEquals(2, plan("--batch", "4").exitCode());
    CommandRun noTime =
        CommandRun.of("plan", "--model", "ViT-B-32", "--batch", "4", "--seconds", "0");
    assertEquals(2, noTime.exitCode());
    assertTrue(noTime.err().contains("--seconds 0.0: expected more than 0"), noTime.err());
  }

  private void refused(String words, String... options) {
    CommandRun run =
        plan(
            Stream.concat(Stream.of("--config", config), Stream.of(options))
                .toArray(String[]::new));
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(words), run.err());
    assertEquals("", run.out());
  }
}
