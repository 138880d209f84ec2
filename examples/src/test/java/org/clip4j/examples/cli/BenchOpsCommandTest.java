package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchOpsCommandTest {

  @TempDir private static Path folder;
  private static JsonNode json;

  @BeforeAll
  static void run() throws IOException {
    json =
        BenchRun.json(
            "ops",
            "--config",
            BenchRun.tinyModel(folder),
            "--batch",
            "3",
            "--caption-tokens",
            "7",
            "--steps",
            "2",
            "--warmup",
            "1",
            "--threads",
            "1",
            "--seconds",
            "0");
  }

  private static double positive(JsonNode node, String key) {
    double value = node.path(key).asDouble(Double.NaN);
    assertTrue(value > 0 && value < 1e9, key + ": " + node);
    return value;
  }

  @Test
  void limitsAndStepArePositive() {
    for (String key :
        List.of(
            "step_s",
            "traced_step_s",
            "sgemm_gflop_per_s",
            "copy_gb_per_s",
            "axpy_gb_per_s",
            "loss")) {
      positive(json, key);
    }
    BenchRun.assertPeakMemory(json);
  }

  @Test
  void groupsAreThePartsOfTheStep() {
    Map<String, JsonNode> groups = new HashMap<>();
    json.get("groups").forEach(g -> groups.put(g.get("group").asText(), g));
    assertEquals(
        List.of("attention", "optimiser", "other", "products", "row_kernels"),
        groups.keySet().stream().sorted().toList());
    for (String group : List.of("attention", "optimiser", "products", "row_kernels")) {
      double inStep = positive(groups.get(group), "in_step_s");
      assertEquals(
          positive(groups.get(group), "limit_s") / inStep,
          positive(groups.get(group), "share_in_step"),
          1e-9);
      double rows = 0;
      for (JsonNode op : json.get("ops")) {
        if (op.get("group").asText().equals(group)) {
          rows += op.get("calls").asInt() * op.get("seconds_in_step").asDouble();
        }
      }
      assertEquals(inStep, rows, 1e-9);
    }
  }

  @Test
  void everyRowHasItsFigures() {
    for (JsonNode op : json.get("ops")) {
      for (String key : List.of("calls", "seconds", "seconds_in_step", "limit_seconds", "share")) {
        positive(op, key);
      }
      positive(op, op.has("gflop_per_s") ? "gflop_per_s" : "gb_per_s");
    }
  }

  @Test
  void shapesAreThoseOfTheModel() {
    // Five tokens of three pictures, width 32, a perceptron of 128; of the two blocks of each
    // encoder the last computes queries for the rows that are read alone.
    assertEquals(1, calls("gemm nt add", "15x96x32"));
    assertEquals(1, calls("gemm tn", "96x32x15"));
    assertEquals(1, calls("gemm nt add", "15x64x32"));
    assertEquals(1, calls("gemm nt add", "21x96x32"));
    assertEquals(1, calls("queryAttention", "3x5, 2 heads, width 32"));
    assertEquals(1, calls("queryAttentionBackward", "3x7, 2 heads, width 32"));
    assertEquals(1, calls("attention", "3x5, 2 heads, width 32"));
    assertEquals(1, calls("attentionBackward causal", "3x7, 2 heads, width 32"));
    assertTrue(calls("adamW", "all parameters") >= 1);
  }

  @Test
  void attentionOfOneQueryIsCountedInOperations() {
    for (String kernel : List.of("queryAttention", "queryAttentionBackward")) {
      assertTrue(op(kernel, "3x5, 2 heads, width 32").has("gflop_per_s"), kernel);
    }
  }

  @Test
  void onlyTheGradientsNormIsTheOptimisers() {
    // Of embeddings the loss takes two inner products.
    assertEquals("row_kernels", op("dot", "3x16").get("group").asText());
    int norms = 0;
    for (JsonNode op : json.get("ops")) {
      boolean dot = op.get("kernel").asText().equals("dot");
      norms += dot && op.get("group").asText().equals("optimiser") ? op.get("calls").asInt() : 0;
    }
    assertEquals(1, norms);
  }

  private static int calls(String kernel, String shape) {
    return op(kernel, shape).get("calls").asInt();
  }

  private static JsonNode op(String kernel, String shape) {
    for (JsonNode op : json.get("ops")) {
      if (op.get("kernel").asText().equals(kernel) && op.get("shape").asText().equals(shape)) {
        return op;
      }
    }
    throw new AssertionError(kernel + " " + shape + " is not in " + json.get("ops"));
  }

  @Test
  void badOptionsAreRefusedInWords() {
    BenchRun.assertRefused("--seconds -1", "ops", "--seconds", "-1");
    BenchRun.assertRefused("--caption-tokens 78", "ops", "--caption-tokens", "78");
  }
}
