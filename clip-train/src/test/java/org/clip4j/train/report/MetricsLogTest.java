package org.clip4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.train.report.MetricsLog.EvaluationPoint;
import org.clip4j.train.report.MetricsLog.TrainingPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsLogTest {

  @TempDir Path folder;

  private MetricsLog read(String... lines) throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, String.join("\n", lines));
    return MetricsLog.read(file);
  }

  @Test
  void readsTrainingAndEvaluation() throws IOException {
    MetricsLog log =
        read(
            "{\"step\":10,\"epoch\":0,\"loss\":5.5,\"logit_scale\":14.3,\"lr\":0.001,"
                + "\"grad_norm\":2.5,\"samples_per_s\":900,\"samples\":2560,\"seconds\":3}",
            "{\"step\":10,\"eval\":{\"top1\":0.01,\"top5\":0.04}}",
            "{\"step\":20,\"loss\":5,\"samples\":5120}",
            "");
    assertEquals(
        List.of(
            new TrainingPoint(10, 5.5, 14.3, 0.001, 2.5, 900, 2560),
            new TrainingPoint(20, 5, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 5120)),
        log.training());
    assertEquals(List.of(new EvaluationPoint(10, 0.01, 0.04)), log.evaluations());
    assertEquals(0, log.skipped());
    assertEquals(5120, log.samplesSeen().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"step\":30,\"loss\":1.",
        "{\"step\":30,\"loss\":1}{\"step\":31}",
        "{\"loss\":1}",
        "{\"step\":-1}",
        "{\"step\":1.5}",
        "{\"step\":\"30\"}",
        "{\"step\":99999999999999999999}",
        "[30]",
        "null",
        "30",
        "garbage \u0000\ufffd",
      })
  void aBadLineCostsOnlyItself(String bad) throws IOException {
    MetricsLog log = read("{\"step\":10,\"loss\":2}", bad, "{\"step\":40,\"loss\":1}");
    assertEquals(List.of(10L, 40L), log.training().stream().map(TrainingPoint::step).toList());
    assertEquals(1, log.skipped());
  }

  @Test
  void endlessLinesAndBrokenUtf8ArePassedOver() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    byte[] text =
        ("{\"step\":1,\"loss\":2}\n{\"step\":2,\"x\":\""
                + "y".repeat(1 << 20)
                + "\"}\n@\n"
                + "[".repeat(50_000)
                + "\n{\"step\":3,\"loss\":1}")
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < text.length; i++) {
      text[i] = text[i] == '@' ? (byte) 0xff : text[i];
    }
    Files.write(file, text);
    MetricsLog log = MetricsLog.read(file);
    assertEquals(2, log.training().size());
    assertEquals(3, log.skipped());
  }

  @Test
  void valuesThatAreNoNumbersAreAbsent() throws IOException {
    MetricsLog log =
        read(
            "{\"step\":1,\"loss\":\"NaN\",\"lr\":1e999,\"grad_norm\":null,\"samples\":{}}",
            "{\"step\":1,\"eval\":{\"top1\":1.5,\"top5\":\"x\"}}");
    TrainingPoint point = log.training().get(0);
    assertTrue(Double.isNaN(point.loss()) && Double.isNaN(point.learningRate()));
    assertTrue(Double.isNaN(point.gradientNorm()) && Double.isNaN(point.samples()));
    assertTrue(Double.isNaN(log.evaluations().get(0).top1()));
    assertTrue(log.samplesSeen().isEmpty());
  }

  @Test
  void laterLinesCountWhereStepsGoBack() throws IOException {
    MetricsLog log =
        read(
            "{\"step\":10,\"loss\":5}",
            "{\"step\":20,\"loss\":4}",
            "{\"step\":20,\"eval\":{\"top1\":0.1,\"top5\":0.2}}",
            "{\"step\":30,\"loss\":3}",
            "{\"step\":15,\"loss\":9}",
            "{\"step\":25,\"loss\":8}");
    assertEquals(List.of(10L, 15L, 25L), log.training().stream().map(TrainingPoint::step).toList());
    assertEquals(List.of(), log.evaluations());
  }

  @Test
  void aMissingFileIsSaid() {
    assertThrows(NoSuchFileException.class, () -> MetricsLog.read(folder.resolve("none.jsonl")));
  }
}
