package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchLossCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"infonce", "sigmoid"})
  void lastLineHasEveryFigure(String kind) throws IOException {
    JsonNode json =
        BenchRun.json(
            "loss",
            "--kind",
            kind,
            "--batch",
            "48",
            "--dim",
            "32",
            "--steps",
            "3",
            "--warmup",
            "1");
    assertTrue(json.get("engine").asText().startsWith("clip4j "), json.toString());
    assertEquals(kind, json.get("kind").asText());
    assertEquals(48, json.get("batch").asInt());
    assertEquals(32, json.get("dim").asInt());
    double step = json.get("step_s").asDouble();
    assertTrue(step > 0, json.toString());
    assertEquals(48 / step, json.get("pairs_per_s").asDouble(), 1e-9 / step);
    // Logits and the gradients of both embeddings: three products where one tile holds the batch.
    assertEquals(3 * 2e-9 * 48 * 48 * 32, json.get("gflop_per_s").asDouble() * step, 1e-12);
    double loss = json.get("loss").asDouble();
    assertTrue(loss > 0 && loss < 100, json.toString());
    BenchRun.assertPeakMemory(json);
  }

  @Test
  void badOptionsAreRefusedInWords() {
    BenchRun.assertRefused("--batch 0: expected 1 or more", "loss", "--batch", "0");
    BenchRun.assertRefused("--dim -4: expected 1 or more", "loss", "--dim", "-4");
    BenchRun.assertRefused("--steps 0", "loss", "--steps", "0");
    BenchRun.assertRefused("--threads 0", "loss", "--threads", "0");
    BenchRun.assertRefused("'--kind'", "loss", "--kind", "hinge");
  }
}
