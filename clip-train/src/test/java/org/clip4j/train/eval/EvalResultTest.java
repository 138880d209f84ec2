package org.clip4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalResultTest {

  private static Rate rate(int hits) {
    return new Rate(hits, 1000, 0.001);
  }

  @Test
  void writesNestedFractions(@TempDir Path folder) throws IOException {
    Recall recall = new Recall(rate(100), rate(300), rate(450));
    EvalResult result =
        new EvalResult(
            new ZeroShotScore(rate(120), rate(300), 1000),
            Optional.of(new ZeroShotScore(rate(600), rate(900), 9)),
            Optional.of(new RetrievalScore(recall, recall)),
            Optional.of(new BaselineScore(rate(320), 9955)),
            540);
    Path file = folder.resolve("eval.json");
    Files.writeString(file, "older");

    result.write(file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertEquals(0.12, json.at("/zero_shot/top1").doubleValue());
    assertEquals(0.3, json.at("/zero_shot/top5").doubleValue());
    assertEquals(
        WilsonInterval.of(120, 1000).low(), json.at("/zero_shot/top1_interval/low").doubleValue());
    assertEquals(0.6, json.at("/zero_shot_categories/top1").doubleValue());
    assertEquals(0.1, json.at("/retrieval/image_to_text/recall1").doubleValue());
    assertEquals(0.3, json.at("/retrieval/text_to_image/recall5").doubleValue());
    assertEquals(0.45, json.at("/retrieval/text_to_image/recall10").doubleValue());
    assertEquals(0.32, json.at("/pixel_nn/top1").doubleValue());
    assertEquals(9955, json.at("/pixel_nn/stored").intValue());
    assertEquals(0.001, json.at("/chance").doubleValue());
    assertEquals(540, json.at("/seconds").doubleValue());
    try (var left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void leavesOutWhatWasNotMeasured(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("eval.json");
    new EvalResult(
            new ZeroShotScore(rate(1), rate(2), 1000),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1)
        .write(file);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertTrue(json.has("zero_shot"));
    assertFalse(json.has("pixel_nn") || json.has("retrieval") || json.has("zero_shot_categories"));
  }

  @Test
  void refusesImpossibleRates() {
    assertThrows(IllegalArgumentException.class, () -> new Rate(2, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Rate(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Rate(0, 1, 1.5));
  }
}
