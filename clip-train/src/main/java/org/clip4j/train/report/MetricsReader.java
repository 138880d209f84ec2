package org.clip4j.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.clip4j.train.report.MetricsLog.EvaluationPoint;
import org.clip4j.train.report.MetricsLog.TrainingPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code metrics.jsonl} line by line; one bad line costs that line only. */
final class MetricsReader {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsReader.class);
  private static final int LONGEST_LINE = 1 << 16;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final TreeMap<Long, TrainingPoint> training = new TreeMap<>();
  private final TreeMap<Long, EvaluationPoint> evaluations = new TreeMap<>();
  private long lastStep = -1;
  private int skipped;

  private MetricsReader() {}

  static MetricsLog read(Path file) throws IOException {
    MetricsReader reader = new MetricsReader();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      reader.readLines(in);
    }
    if (reader.skipped > 0) {
      LOG.warn("{}: {} lines are no metrics and were passed over", file, reader.skipped);
    }
    return new MetricsLog(
        List.copyOf(reader.training.values()),
        List.copyOf(reader.evaluations.values()),
        reader.skipped);
  }

  private void readLines(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0) {
      line.reset();
      boolean tooLong = false;
      for (; next >= 0 && next != '\n'; next = in.read()) {
        tooLong |= line.size() == LONGEST_LINE;
        if (!tooLong) {
          line.write(next);
        }
      }
      if (next == '\n') {
        next = in.read();
      }
      String text = line.toString(StandardCharsets.UTF_8);
      if (!text.isBlank() && (tooLong || !accept(text))) {
        skipped++;
      }
    }
  }

  private boolean accept(String text) {
    Optional<JsonNode> parsed = parse(text);
    if (parsed.isEmpty()) {
      return false;
    }
    JsonNode line = parsed.get();
    JsonNode number = line.path("step");
    if (!number.canConvertToLong() || !number.canConvertToExactIntegral() || number.asLong() < 0) {
      return false;
    }
    long step = number.asLong();
    if (step < lastStep) {
      training.tailMap(step, true).clear();
      evaluations.tailMap(step, true).clear();
    }
    lastStep = step;
    if (line.path("eval").isObject()) {
      JsonNode eval = line.path("eval");
      evaluations.put(
          step, new EvaluationPoint(step, fraction(eval, "top1"), fraction(eval, "top5")));
    } else {
      training.put(
          step,
          new TrainingPoint(
              step,
              finite(line, "loss"),
              finite(line, "logit_scale"),
              finite(line, "lr"),
              finite(line, "grad_norm"),
              finite(line, "samples_per_s"),
              finite(line, "samples")));
    }
    return true;
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static double finite(JsonNode line, String key) {
    JsonNode value = line.path(key);
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    return Double.isFinite(number) ? number : Double.NaN;
  }

  private static double fraction(JsonNode eval, String key) {
    double value = finite(eval, key);
    return value >= 0 && value <= 1 ? value : Double.NaN;
  }
}
