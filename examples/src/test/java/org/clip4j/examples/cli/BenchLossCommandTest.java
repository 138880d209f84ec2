package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchLossCommandTest {

  /** In 1e9 operations: a product of 48 pairs of width 32. */
  private static final double PRODUCT = 2e-9 * 48 * 48 * 32;

  /** What rows and columns of the logits have apart, added up as a product of width 2. */
  private static final double PARTS = 2e-9 * 48 * 48 * 2;

  /** The means' part of both gradients, each a product of a column and a row. */
  private static final double MEANS = 2 * 2e-9 * 48 * 32;

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
    assertEquals(step * 1e9 / (48 * 48), json.get("ns_per_logit").asDouble(), 1e-6);
    assertEquals(48, json.get("tile").asInt());
    double extra = json.get("extra_mib").asDouble();
    assertTrue(extra > 0 && extra < 64, json.toString());
    assertEquals(48 / step, json.get("pairs_per_s").asDouble(), 1e-9 / step);
    // Logits and the gradients of both embeddings: three products where one tile holds the batch.
    assertEquals(3 * PRODUCT + PARTS + MEANS, json.get("gflop_per_s").asDouble() * step, 1e-12);
    double loss = json.get("loss").asDouble();
    assertTrue(loss > 0 && loss < 100, json.toString());
    BenchRun.assertPeakMemory(json);
  }

  @Test
  void tilesThatAreNotKeptCostTheirLogitsTwice() throws IOException {
    String[] options = {"--batch", "48", "--dim", "32", "--steps", "1", "--warmup", "0"};
    JsonNode whole = BenchRun.json("loss", with(options, "--untiled"));
    JsonNode tiled = BenchRun.json("loss", with(options, "--tile", "10"));
    assertEquals(10, tiled.get("tile").asInt());
    assertTrue(whole.get("untiled").asBoolean() && !tiled.get("untiled").asBoolean());
    assertEquals(whole.get("loss").asDouble(), tiled.get("loss").asDouble(), 1e-5);
    // Of 25 tiles the first 15 stay, which are 30 of 48 rows.
    assertEquals(
        (3 + 18.0 / 48) * PRODUCT + (1 + 18.0 / 48) * PARTS + MEANS,
        tiled.get("gflop_per_s").asDouble() * tiled.get("step_s").asDouble(),
        1e-12);
    assertEquals(
        3 * PRODUCT + PARTS + MEANS,
        whole.get("gflop_per_s").asDouble() * whole.get("step_s").asDouble(),
        1e-12);
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void badOptionsAreRefusedInWords() {
    BenchRun.assertRefused("--batch 0: expected 1 or more", "loss", "--batch", "0");
    BenchRun.assertRefused("--dim -4: expected 1 or more", "loss", "--dim", "-4");
    BenchRun.assertRefused("--steps 0", "loss", "--steps", "0");
    String most = "2147483647";
    BenchRun.assertRefused("any machine has", "loss", "--batch", most, "--dim", most);
    BenchRun.assertRefused("--threads 0", "loss", "--threads", "0");
    BenchRun.assertRefused("--kind: unknown loss 'hinge'; known here: ", "loss", "--kind", "hinge");
    BenchRun.assertRefused("did you mean 'infonce'?", "loss", "--kind", "infonse");
    BenchRun.assertRefused("--tile 0: expected 1 or more", "loss", "--tile", "0");
    BenchRun.assertRefused("exclude each other", "loss", "--tile", "8", "--untiled");
    BenchRun.assertRefused(
        "--untiled or --tile 32768: a tile of 32768 rows and columns of logits takes 4096 MiB",
        "loss",
        "--untiled",
        "--batch",
        "32768",
        "--dim",
        "512");
    BenchRun.assertRefused(
        "--tile 30000: a tile of 30000 rows", "loss", "--tile", "30000", "--batch", "32768");
  }
}
