package org.clip4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.clip4j.train.config.LogConfig;
import org.clip4j.train.tensorboard.EventFile;

/** The metrics of a run, in all places where somebody may look for them. */
final class RunMetrics implements AutoCloseable {

  private final RunFolder folder;
  private final MetricsWriter lines;
  private final Optional<EventFile> events;
  private final Optional<MetricsServer> server;

  private RunMetrics(
      RunFolder folder,
      MetricsWriter lines,
      Optional<EventFile> events,
      Optional<MetricsServer> server) {
    this.folder = folder;
    this.lines = lines;
    this.events = events;
    this.server = server;
  }

  /**
   * Opens all behind a step.
   *
   * @param lastStep what is said of later ones goes; 0 begins anew
   */
  static RunMetrics open(RunFolder folder, LogConfig config, long lastStep) throws IOException {
    Optional<MetricsServer> server = MetricsServer.of(config);
    MetricsWriter lines = null;
    try {
      lines = MetricsWriter.open(folder.metrics(), lastStep);
      return new RunMetrics(folder, lines, events(folder, config, lastStep), server);
    } catch (IOException | RuntimeException e) {
      server.ifPresent(MetricsServer::close);
      if (lines != null) {
        lines.close();
      }
      throw e;
    }
  }

  private static Optional<EventFile> events(RunFolder folder, LogConfig config, long lastStep)
      throws IOException {
    if (!config.tensorboard()) {
      return Optional.empty();
    }
    try {
      return Optional.of(EventFile.open(folder.tensorboard(), lastStep));
    } catch (IOException e) {
      throw RunFile.cannotWrite(folder.tensorboard(), e);
    }
  }

  /** Writes a line of training, or one of an evaluation, whose numbers lie in groups. */
  void write(ObjectNode line) throws IOException {
    lines.write(line);
    Map<String, Double> values = values(line);
    if (events.isPresent()) {
      RunFile.write(
          folder.tensorboard(), () -> events.get().write(line.path("step").asLong(), values));
    }
    server.ifPresent(s -> s.show(line.path("step").asLong(), values));
  }

  /** {@code train/loss}, {@code eval/top1}: every number but the step. */
  private static Map<String, Double> values(ObjectNode line) {
    Map<String, Double> values = new TreeMap<>();
    line.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isNumber() && !field.getKey().equals("step")) {
                values.put("train/" + field.getKey(), value.doubleValue());
              }
              value
                  .properties()
                  .forEach(
                      within ->
                          values.put(
                              field.getKey() + "/" + within.getKey(),
                              within.getValue().doubleValue()));
            });
    return values;
  }

  @Override
  public void close() throws IOException {
    server.ifPresent(MetricsServer::close);
    try (lines) {
      if (events.isPresent()) {
        events.get().close();
      }
    }
  }
}
